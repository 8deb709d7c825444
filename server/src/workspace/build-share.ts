import type { Jobserver } from '../builds/jobs/jobserver.ts';
import type { DependencyOutcome } from '../builds/warnings/build-dependencies.ts';

/** How many jobs a build has, and with whom it shares them: in a slot of the jobserver that is held while it runs. */
export interface JobShare {
  readonly jobs: number;
  readonly jobserver?: Jobserver;
}

/** A share, and how packages ended, by name, that were built before since this one depends on them. */
export interface BuildShare extends JobShare {
  readonly dependencyOutcomes?: ReadonlyMap<string, DependencyOutcome>;
}
