import type { Jobserver } from '../builds/jobs/jobserver.ts';
import type { DependencyOutcome } from '../builds/warnings/build-dependencies.ts';

/** How many jobs a build may run, and the jobserver in which it holds a slot while it runs. */
export interface JobShare {
  readonly jobs: number;
  readonly jobserver?: Jobserver;
}

/** A share, and the outcomes, by name, of the packages that were built before because this one depends on them. */
export interface BuildShare extends JobShare {
  readonly dependencyOutcomes?: ReadonlyMap<string, DependencyOutcome>;
}
