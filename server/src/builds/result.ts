import type { ModuleSource } from '../module/module-source.ts';
import type { Problem } from '../output/problem.ts';

/** A module that a build produced. */
export interface BuiltModule {
  readonly name: string;
  /** Absolute, in the staged copy. */
  readonly path: string;
  /** As `modinfo` prints it; absent if the file has none. */
  readonly vermagic?: string;
  /** The size of the file in bytes, and what `modinfo` prints about it; see `ModuleFacts`. */
  readonly size?: number;
  readonly modinfo?: Readonly<Record<string, string>>;
}

/** The outcome of one build of one conf for one kernel. A failed one has at least one error among its problems. */
export interface BuildResult {
  /** `name/version`, as dkms prints it. */
  readonly module: string;
  /** The dkms.conf. */
  readonly path: string;
  /** Where the source of a module without a dkms.conf lies, if that is more than its folder. */
  readonly source?: ModuleSource;
  readonly kernel: string;
  readonly status: 'ok' | 'failed' | 'skipped' | 'cancelled';
  /** Why it was skipped, failed or cancelled: one or more sentences. */
  readonly reason?: string;
  readonly durationMs: number;
  readonly built: readonly BuiltModule[];
  /** Absolute path of make.log; absent if nothing ran. */
  readonly log?: string;
  readonly problems: readonly Problem[];
}

/** What happens during a build, as it happens. */
export interface BuildListener {
  /** Raw text of the build, for a terminal; not split at lines. */
  output(text: string): void;
  problem(problem: Problem): void;
  /**
   * A phase began, or a unit was compiled; `objects` counts the units so far. While waiting, `holder` names the other build of the same
   * module for the same kernel, such as `process 4711`. Of a load test, `file` is what the machine does, such as `inserting hello`.
   */
  progress(step: {
    readonly phase: 'waiting' | 'staging' | 'patching' | 'building' | 'checking' | 'booting' | 'loading';
    readonly objects: number;
    readonly file?: string;
    readonly holder?: string;
  }): void;
}
