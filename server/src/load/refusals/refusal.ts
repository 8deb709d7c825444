import type { ModuleBinary } from '../../elf/module-binary.ts';
import type { ProblemSeverity } from '../../output/problem.ts';

/** A module that is to be loaded. */
export interface LoadedBinary {
  /** Its name in the kernel, with `_` for `-`. */
  readonly name: string;
  readonly binary: ModuleBinary;
}

/** Why a kernel refuses a module, or may refuse it. */
export interface LoadRefusal {
  readonly kind:
    | 'architecture'
    | 'version-magic'
    | 'checksum'
    | 'no-checksums'
    | 'unknown-symbol'
    | 'gpl-only'
    | 'namespace'
    | 'named-modules'
    | 'signature';
  /** `error`: the kernel refuses it. `warning`: it may, or it loads it with a taint. `information`: it may under Secure Boot. */
  readonly severity: ProblemSeverity;
  readonly message: string;
  /** The symbol that the module uses. */
  readonly symbol?: string;
}
