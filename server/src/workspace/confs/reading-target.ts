import type { DkmsVersion } from '../../conf/directives/dkms-version.ts';
import type { HostFacts } from '../../conf/evaluation/host-facts.ts';
import type { KernelFacts, ReadingFacts } from '../../conf/reading/reading.ts';

/** What a caller may decide about one reading of a file; what it leaves out is this machine's. */
export interface ReadingTarget {
  readonly dkmsVersion?: DkmsVersion;
  /** Without one, everything that depends on the kernel is unknown. */
  readonly kernel?: KernelFacts;
  /** Files of /etc/dkms that dkms reads after the conf. */
  readonly overrides?: ReadingFacts['overrides'] & object;
  /** Names that the environment of dkms may have; without them every name that the conf does not set may be there. */
  readonly environmentNames?: ReadonlySet<string>;
  /** What the conf may look at on this machine. */
  readonly hostFacts?: HostFacts;
}
