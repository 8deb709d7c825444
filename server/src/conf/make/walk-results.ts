import type { MakefileFacts } from '../rules/source-facts.ts';
import type { KernelOrigins } from './kernel-origins.ts';
import type { MakeValues } from './make-values.ts';

/** A call of Kbuild: make in a kernel's folder, on the modules of a folder of the source. */
export interface KbuildCall {
  /** The folder of `-C`, with marks (see walked-text.ts). */
  readonly kernel: string;
  /** The folder of the modules relative to that of the conf; `undefined` if unknown. */
  readonly folder: string | undefined;
  /** Whether that folder is known to lie outside of the conf's, beside or above it. */
  readonly isBeside?: true;
  /** The variable that names the folder. */
  readonly by: 'M' | 'SUBDIRS' | 'KBUILD_EXTMOD';
  readonly goals: readonly string[];
  readonly given: ReadonlyMap<string, string>;
  /** The Makefile and its line that makes the call; absent if the command itself makes it. */
  readonly from?: { readonly makefile: MakefileFacts; readonly line: number };
}

/** A command that installs modules into the system, bypassing dkms. */
export interface InstallStep {
  /** The program, such as `depmod`, or the goal of make, such as `modules_install`. */
  readonly program: string;
  readonly makefile: MakefileFacts;
  readonly line: number;
  readonly target: string;
}

/** A missing file or target at which the command would stop; `name` may also be a script that is not executable. */
export interface MissingPart {
  readonly kind: 'folder' | 'makefile' | 'target' | 'script' | 'run-bit';
  readonly name: string;
  /** Its folder or Makefile. */
  readonly in: string;
  readonly makefile?: MakefileFacts;
  /** The target that needs it; absent for a target that the command names. */
  readonly neededBy?: string;
}

/** A Makefile that the walk went through, with its goals. */
export interface VisitedMakefile {
  readonly makefile: MakefileFacts;
  readonly values: MakeValues;
}

/** What a command line does, as far as the Makefiles show. */
export interface MakeWalk {
  readonly kbuild: readonly KbuildCall[];
  readonly installs: readonly InstallStep[];
  readonly missing: readonly MissingPart[];
  readonly visited: readonly VisitedMakefile[];
  readonly origins: KernelOrigins;
  /** Whether the walk followed everything that the command runs, so that there is no other call of Kbuild. */
  readonly complete: boolean;
  /** Whether a program runs that may create files, so that a file that is missing now may exist later. */
  readonly mayMakeFiles: boolean;
  /** Whether the modules may need such files. They do not need programs for people, or hooks of git. */
  readonly mayMakeSources: boolean;
  /** The targets below `.git` whose recipes run, such as hooks that it installs: a copy of a source has no history. */
  readonly ofGit: ReadonlySet<string>;
}
