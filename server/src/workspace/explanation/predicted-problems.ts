import { dirname } from 'node:path';
import { readModuleImports } from '../../builds/built-module.ts';
import { isInside } from '../../is-inside.ts';
import type { Change } from '../../triage/change.ts';
import { findMissingApiUses, type MissingApiUse } from '../../triage/uses/missing-api-uses.ts';
import { findMissingExports } from '../../triage/uses/missing-exports.ts';
import type { BuildObserver, BuildScheduler } from '../build-scheduler.ts';
import type { BuildTarget } from '../build-target.ts';
import { confsAbove } from '../conf-paths.ts';
import type { Engine } from '../engine.ts';
import type { KernelViews } from './kernel-views.ts';
import type { ModuleSources } from './module-sources.ts';

/** After the last edit; a look takes some milliseconds. */
const settleMs = 300;

/** What open C files use and kernels of the set do not have, found without compiling. */
export class PredictedProblems implements BuildObserver {
  readonly #engine: Engine;
  readonly #builds: BuildScheduler;
  readonly #views: KernelViews;
  readonly #sources: ModuleSources;
  readonly #changes: readonly Change[];
  readonly #openText: (file: string) => string | undefined;
  readonly #changed: (files: ReadonlySet<string>) => void;
  readonly #complain: (error: unknown) => void;
  readonly #open = new Set<string>();
  readonly #found = new Map<string, readonly MissingApiUse[]>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(options: {
    readonly engine: Engine;
    readonly builds: BuildScheduler;
    readonly views: KernelViews;
    readonly sources: ModuleSources;
    readonly changes: readonly Change[];
    readonly openText: (file: string) => string | undefined;
    readonly changed: (files: ReadonlySet<string>) => void;
    readonly complain: (error: unknown) => void;
  }) {
    this.#engine = options.engine;
    this.#builds = options.builds;
    this.#views = options.views;
    this.#sources = options.sources;
    this.#changes = options.changes;
    this.#openText = options.openText;
    this.#changed = options.changed;
    this.#complain = options.complain;
  }

  /**
   * What is foreseen in a file as it was last looked at. Kernels for which the module was built since its last edit are left out: their
   * compilers have said it.
   */
  in(file: string): readonly MissingApiUse[] {
    const uses = this.#found.get(file);
    if (!uses) return [];
    const built = new Set(
      this.#builds.results
        .all()
        .filter(({ target, last, isStale }) => {
          const isAbove = isInside(file, dirname(target.conf));
          return isAbove && !isStale && (last?.status === 'ok' || last?.status === 'failed');
        })
        .map(({ target }) => target.kernel),
    );
    return uses.flatMap((use) => {
      const kernels = use.kernels.filter((release) => !built.has(release));
      return kernels.length > 0 ? [{ ...use, kernels }] : [];
    });
  }

  /** A C file was opened or edited: looks at it soon. */
  look(file: string): void {
    if (!/\.[ch]$/.test(file)) return;
    this.#open.add(file);
    clearTimeout(this.#timers.get(file));
    const timer = setTimeout(() => {
      this.#timers.delete(file);
      this.#lookNow(file).catch(this.#complain);
    }, settleMs);
    this.#timers.set(file, timer);
  }

  /** The file was closed: nothing is said of it any more. */
  close(file: string): void {
    this.#open.delete(file);
    clearTimeout(this.#timers.get(file));
    this.#timers.delete(file);
    if (this.#found.delete(file)) this.#changed(new Set([file]));
  }

  /** Settings or kernels are others. */
  lookAgain(): void {
    for (const file of this.#open) this.look(file);
  }

  started(): void {}

  /** What a module imports is known when it was built. */
  ended({ conf }: BuildTarget): void {
    for (const file of this.#open) if (isInside(file, dirname(conf))) this.look(file);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async #lookNow(file: string): Promise<void> {
    const [conf] = await confsAbove(file);
    const text = this.#openText(file);
    if (conf === undefined || text === undefined) return;
    const uses = this.#engine.settingsFor(file).checkSources ? await this.#usesIn(text, conf) : [];
    // Edited or closed in the meantime: another look is on its way, or none is wanted.
    if (this.#openText(file) !== text) return;
    const before = this.#found.get(file) ?? [];
    this.#found.set(file, uses);
    if (before.length > 0 || uses.length > 0) this.#changed(new Set([file]));
  }

  async #usesIn(text: string, conf: string): Promise<readonly MissingApiUse[]> {
    const { kernels } = await this.#engine.kernelSet();
    const targets = await this.#views.targetsOf(kernels);
    if (targets.length === 0) return [];
    const names = await this.#sources.ownNames(dirname(conf), this.#openText);
    const vanished = findMissingApiUses(text, targets, this.#changes, names);
    const unlinked = await this.#missingExports(text, conf, names);
    return [
      ...vanished,
      ...unlinked.filter((use) => !vanished.some((other) => use.start < other.end && other.start < use.end)),
    ];
  }

  /** What the modules of the last build import, held against what the kernels export. */
  async #missingExports(
    text: string,
    conf: string,
    names: ReadonlySet<string>,
  ): Promise<readonly MissingApiUse[]> {
    const built = this.#builds.results
      .all()
      .filter(({ target, last }) => target.conf === conf && last?.status === 'ok')
      .flatMap(({ last }) => last?.built ?? []);
    if (built.length === 0) return [];
    const imports = new Set<string>();
    for (const { path } of built) for (const name of (await readModuleImports(path)) ?? []) imports.add(name);
    const isGpl = built.every(({ modinfo }) =>
      /^(?:GPL|Dual (?:BSD|MIT|MPL)\/GPL)/.test(modinfo?.license ?? 'GPL'),
    );
    const { kernels } = await this.#engine.kernelSet();
    const modules = { names: [...new Set(built.map(({ name }) => name))], isGpl };
    return findMissingExports(text, imports, modules, await this.#views.exportsOf(kernels), names);
  }
}
