import { extname } from 'node:path';
import type { BuildResult } from '../../builds/result.ts';
import { findCacheFolder } from '../../builds/stage/cache-folder.ts';
import { stageLayout } from '../../builds/stage/stage-layout.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { treeMark } from '../../kernels/tree-mark.ts';
import type { BuildObserver, BuildScheduler } from '../build-scheduler.ts';
import { type BuildTarget, targetKey } from '../build-target.ts';
import { modulesWith } from '../conf-paths.ts';
import type { Engine } from '../engine.ts';
import { columnUnitOf } from '../problem-range.ts';
import type { TargetRecompiler } from './target-recompiler.ts';

/**
 * Recompiles saved C files and headers for the kernels that the setting names and that their module was built for, with the compiler and
 * the exact flags of the last build, writing no object. The problems found go to the store of the builds' problems.
 */
export class Recompiler implements BuildObserver {
  readonly #engine: Engine;
  readonly #builds: BuildScheduler;
  readonly #log: (text: string) => void;
  readonly #targets = new Map<string, TargetRecompiler>();
  /** The keys of the targets that are being built. */
  readonly #building = new Set<string>();
  /** The folder that the targets' stages lie in, as the settings name it. */
  #cacheFolder: string | undefined;

  /** To be used in a trusted workspace only: it runs the compiler that the module's own build ran. */
  constructor(engine: Engine, builds: BuildScheduler, log: (text: string) => void) {
    this.#engine = engine;
    this.#builds = builds;
    this.#log = log;
  }

  /** A file (an absolute path) was saved. Resolves when it is recompiled, or when a later save has replaced this one. */
  async saved(file: string): Promise<void> {
    if (!['.c', '.h'].includes(extname(file))) return;
    const kernels = await this.#kernels(file);
    if (kernels.length === 0) return;
    const confs = await modulesWith(file, this.#engine.sources);
    const targets = await Promise.all(
      confs.flatMap((conf) => kernels.map((kernel) => this.#targetOf(conf, kernel))),
    );
    // The targets of the selected kernel come first, and so take the first jobs.
    await Promise.all(targets.map((target) => target?.saved(file)));
  }

  /** What the last build of a target ran for each unit; `undefined` if there was none. */
  async unitsOf({ conf, kernel: name }: BuildTarget): ReturnType<TargetRecompiler['units']> {
    const kernel = (await this.#engine.kernels()).find((one) => one.name === name);
    return kernel && (await this.#targetOf(conf, kernel))?.units();
  }

  started(target: BuildTarget): void {
    this.#building.add(targetKey(target));
    this.#targets.get(targetKey(target))?.buildStarted();
  }

  ended(target: BuildTarget, result: BuildResult | undefined): void {
    this.#building.delete(targetKey(target));
    this.#targets.get(targetKey(target))?.buildStopped();
    if (result?.status === 'skipped') return;
    void this.#prepare(target).catch((error: unknown) => this.#log(String(error)));
  }

  /** Nothing runs any more. */
  async stop(): Promise<void> {
    await Promise.all([...this.#targets.values()].map((target) => target.stop()));
  }

  async #prepare({ conf, kernel: name }: BuildTarget): Promise<void> {
    const kernel = (await this.#kernels(conf)).find((one) => one.name === name);
    const checks = this.#targets.get(targetKey({ conf, kernel: name }));
    if (checks) await checks.buildEnded();
    else if (kernel) await (await this.#targetOf(conf, kernel))?.buildEnded();
  }

  /** The kernels that the setting names for a file, the selected one first, which counts even if it is not in the kernel set. */
  async #kernels(file: string): Promise<readonly Kernel[]> {
    const { checkOnSave } = this.#engine.settingsFor(file);
    if (checkOnSave === 'off') return [];
    const selected = this.#engine.selected.name;
    const first = (await this.#engine.kernels()).filter(({ name }) => name === selected);
    if (checkOnSave === 'selectedKernel') return first;
    const { kernels } = await this.#engine.kernelSet();
    return [...first, ...kernels.filter(({ name }) => name !== selected)];
  }

  async #targetOf(conf: string, kernel: Kernel): Promise<TargetRecompiler | undefined> {
    const target: BuildTarget = { conf, kernel: kernel.name };
    const { cacheFolder } = this.#engine.settings;
    if (this.#cacheFolder !== cacheFolder) {
      const former = [...this.#targets.values()];
      this.#targets.clear();
      this.#cacheFolder = cacheFolder;
      await Promise.all(former.map((one) => one.stop()));
    }
    const known = this.#targets.get(targetKey(target));
    if (known) return known;
    const cache = await findCacheFolder(cacheFolder);
    if (cache === undefined) return undefined;
    const { TargetRecompiler } = await import('./target-recompiler.ts');
    // The settings name another folder by now.
    if (this.#engine.settings.cacheFolder !== cacheFolder) return this.#targetOf(conf, kernel);
    const made = new TargetRecompiler({
      ...{ target, builds: this.#builds, log: this.#log },
      layout: stageLayout(cache, conf, treeMark(kernel)),
      columnUnit: columnUnitOf(kernel.compiler?.text),
      jobs: () => this.#engine.settings.jobs,
    });
    const other = this.#targets.get(targetKey(target));
    if (other) return other;
    this.#targets.set(targetKey(target), made);
    // What is saved during the first build has to wait for its end as well.
    if (this.#building.has(targetKey(target))) made.buildStarted();
    return made;
  }
}
