import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { type LastBuild, readLastBuild } from '../../builds/recompile/last-build.ts';
import { outdatedProblems } from '../../builds/recompile/outdated-problems.ts';
import { SourceOverlay } from '../../builds/recompile/source-overlay.ts';
import { recompileUnit } from '../../builds/recompile/unit-recompilation.ts';
import { findUnits, type Unit } from '../../builds/recompile/units.ts';
import { readCopyRecord } from '../../builds/stage/copy-record.ts';
import type { StageLayout } from '../../builds/stage/stage-layout.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import type { BuildTarget } from '../build-target.ts';
import type { ColumnUnit } from '../problem-range.ts';

/** What recompiling for a target needs from its last build; valid until another build has ended. */
interface Prepared {
  readonly last: LastBuild;
  readonly units: readonly Unit[];
}

/** Recompiles the units of one module for one kernel with what the last build left, and passes the problems to the store. */
export class TargetRecompiler {
  readonly target: BuildTarget;
  readonly #builds: BuildScheduler;
  readonly #layout: StageLayout;
  readonly #columnUnit: ColumnUnit;
  readonly #jobs: () => number;
  readonly #log: (text: string) => void;
  readonly #id = randomUUID();
  #prepared: Promise<Prepared | undefined> = Promise.resolve(undefined);
  /** The overlay for a build, by its stamp: made for the first recompilation after it, since it has a link for each file. */
  #overlay: { readonly stamp: string; readonly made: Promise<SourceOverlay | undefined> } | undefined;
  #abort = new AbortController();
  /** Saved files that are not completely recompiled yet. */
  #saved = new Set<string>();
  #waiting = new Set<string>();
  /** Since the last build. */
  #checked = new Set<string>();
  #isBuilding = false;

  constructor(options: {
    readonly target: BuildTarget;
    readonly builds: BuildScheduler;
    readonly layout: StageLayout;
    readonly columnUnit: ColumnUnit;
    readonly jobs: () => number;
    readonly log: (text: string) => void;
  }) {
    this.target = options.target;
    this.#builds = options.builds;
    this.#layout = options.layout;
    this.#columnUnit = options.columnUnit;
    this.#jobs = options.jobs;
    this.#log = options.log;
  }

  /** A build begins: running recompilations are cancelled, and files saved from now on wait for its end. */
  buildStarted(): void {
    this.cancel();
    this.#isBuilding = true;
    this.#waiting = new Set();
    this.#checked = new Set();
  }

  /** The build has ended, so its files can be used again. */
  buildStopped(): void {
    this.#isBuilding = false;
  }

  /** Reads what a build has left, so that the first recompilation need not, and recompiles what was saved meanwhile. */
  async buildEnded(): Promise<void> {
    if (!this.#isBuilding) await this.#prepare();
    // Another build may have begun: its end comes here as well.
    if (!this.#isBuilding && this.#saved.size > 0) await this.#run();
  }

  /** Recompiles the units that read a file, and those that an earlier call did not finish. Resolves when all problems are in the store. */
  async saved(file: string): Promise<void> {
    this.#saved.add(file);
    this.cancel();
    if (!this.#isBuilding) await this.#run();
  }

  async stop(): Promise<void> {
    this.cancel();
    await rm(this.#overlayFolder, { recursive: true, force: true });
  }

  /** What the last build ran for each unit; `undefined` if there was none, and while one is running. */
  async units(): Promise<{ readonly last: LastBuild; readonly units: readonly Unit[] } | undefined> {
    return this.#isBuilding ? undefined : this.#prepare();
  }

  cancel(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort;
    const found = await this.#prepare();
    if (signal.aborted) return;
    const saved = [...this.#saved];
    const overlay = found && (await this.#overlayOf(found));
    const prepared = overlay && { ...found, units: overlay.attributed(found.units) };
    if (prepared) for (const file of saved) await this.#take(prepared, overlay, file);
    // The run that a later save has begun takes these files as well.
    if (signal.aborted) return;
    this.#saved = new Set();
    if (!prepared) return;
    const first = new Set(saved.map((file) => relative(prepared.last.source, file)));
    const waiting = prepared.units.filter(({ source }) => this.#waiting.has(source));
    const order = [
      ...waiting.filter(({ source, original }) => first.has(original ?? source)),
      ...waiting.filter(({ source, original }) => !first.has(original ?? source)),
    ];
    await Promise.all(order.map((unit) => this.#check({ ...prepared, overlay }, unit, signal)));
  }

  async #take({ last, units }: Prepared, overlay: SourceOverlay, file: string): Promise<void> {
    const path = relative(last.source, file);
    const reading = units.filter(
      ({ source, original, inputs }) =>
        (original ?? source) === path ||
        (inputs ? inputs.includes(path) : extname(path) === '.h' || extname(path) === ''),
    );
    if (reading.length === 0) {
      this.#print(`no unit of the last build reads ${path}, so nothing was recompiled`);
    } else if (!(await overlay.isUsers(path))) {
      this.#print(
        `${path} is new, or the build changed it (through a patch or a script), so it needs a full build`,
      );
    } else {
      for (const { source } of reading) this.#waiting.add(source);
    }
  }

  async #check(
    prepared: Prepared & { readonly overlay: SourceOverlay },
    unit: Unit,
    signal: AbortSignal,
  ): Promise<void> {
    const { last, units } = prepared;
    const { jobserver } = await this.#builds.share(this.#jobs());
    // A recompilation is short, and the user who saved the file is waiting for it.
    const slot = await jobserver?.take(signal, { isUrgent: true });
    if (signal.aborted) {
      slot?.release();
      return;
    }
    // A file may have been written in the millisecond that has just begun.
    const beganAt = Date.now() + 1;
    const check = await recompileUnit(unit, prepared, { groups: this.#builds.groups, signal }).finally(() =>
      slot?.release(),
    );
    if (check.kind === 'cancelled' || signal.aborted) return;
    // Another process may have built in this stage in the meantime.
    if ((await readLastBuild(this.#layout))?.stamp !== last.stamp || signal.aborted) return;
    this.#waiting.delete(unit.source);
    if (check.kind === 'failed') {
      this.#print(`${unit.source} was not recompiled: ${check.reason}`);
      return;
    }
    this.#checked.add(unit.source);
    const { problems: store } = this.#builds;
    const outdated = await outdatedProblems(store.problemsOf(this.target), last, units, this.#checked);
    if (signal.aborted) return;
    store.check(this.target, this.#columnUnit, {
      ...{
        file: join(last.source, unit.original ?? unit.source),
        problems: check.problems,
        outdated,
        beganAt,
      },
    });
  }

  /** Runs tasks one after another, so that two saves do not do the same work twice. */
  #prepare(): Promise<Prepared | undefined> {
    this.#prepared = this.#prepared.then((before) => this.#prepareAfter(before));
    return this.#prepared;
  }

  async #prepareAfter(before: Prepared | undefined): Promise<Prepared | undefined> {
    const last = await readLastBuild(this.#layout);
    if (!last || before?.last.stamp === last.stamp) return last && before;
    this.#checked = new Set();
    return this.#ifStillPresent(async () => {
      const units = await findUnits(last, { groups: this.#builds.groups, signal: this.#builds.stopping });
      return { last, units };
    });
  }

  /** These run one after another as well. If it fails, the next call tries again. */
  async #overlayOf({ last }: Prepared): Promise<SourceOverlay | undefined> {
    if (this.#overlay?.stamp === last.stamp) return this.#overlay.made;
    const before = this.#overlay?.made;
    const made = this.#ifStillPresent(async () => {
      await before;
      const copied = await readCopyRecord(this.#layout, last.stamp);
      return copied && SourceOverlay.make(this.#overlayFolder, last, copied);
    });
    const entry = { stamp: last.stamp, made };
    this.#overlay = entry;
    const overlay = await made;
    if (!overlay && this.#overlay === entry) this.#overlay = undefined;
    return overlay;
  }

  /** Another program may start a build in this stage at any time, which removes the folder. */
  async #ifStillPresent<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      this.#print(`nothing could be recompiled: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** Other servers may recompile in this stage as well, and one in another container may have the same pid. */
  get #overlayFolder(): string {
    return join(this.#layout.root, `check-${this.#id}`);
  }

  #print(text: string): void {
    this.#log(`recompiling for ${this.target.kernel}: ${text}`);
  }
}
