import type { DkmsVersion } from '../../conf/directives/dkms-version.ts';
import type { HostFacts } from '../../conf/evaluation/host-facts.ts';
import type { KernelFacts, ReadingFacts } from '../../conf/reading/reading.ts';

/** What a caller can specify for one reading of a file; the defaults are those of this machine. */
export interface ReadingTarget {
  readonly dkmsVersion?: DkmsVersion;
  /** Without one, everything that depends on the kernel is unknown. */
  readonly kernel?: KernelFacts;
  /** Files of /etc/dkms that dkms reads after the conf. */
  readonly overrides?: ReadingFacts['overrides'] & object;
  /** Names that dkms's environment may have; without them, any name that the conf does not set may be in it. */
  readonly environmentNames?: ReadonlySet<string>;
  /** The facts that the conf can look up on this machine. */
  readonly hostFacts?: HostFacts;
}
