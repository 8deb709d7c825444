import { dirname } from 'node:path';
import type { BuiltModule } from '../../builds/result.ts';
import { isInSource } from '../../module/module-source.ts';
import type { MissingApiUse } from '../../triage/uses/missing-api-uses.ts';
import type { BuildObserver, BuildScheduler } from '../build-scheduler.ts';
import type { BuildTarget } from '../build-target.ts';
import { modulesWith } from '../conf-paths.ts';
import type { Engine } from '../engine.ts';

/** The delay after the last edit; a search takes some milliseconds. */
const settleMs = 300;

/**
 * Finds the APIs that the text of a C file uses and kernels lack; `built` are the modules of its conf's last successful builds, `open` the
 * texts of open files beside or below the conf, by path.
 */
export type FindUses = (
  text: string,
  conf: string,
  built: readonly BuiltModule[],
  open: ReadonlyMap<string, string>,
) => Promise<readonly MissingApiUse[]>;

/** The APIs that open C files use and kernels of the set lack, found without compiling. */
export class PredictedProblems implements BuildObserver {
  readonly #engine: Engine;
  readonly #builds: BuildScheduler;
  readonly #findUses: FindUses;
  readonly #openText: (file: string) => string | undefined;
  readonly #changed: (files: ReadonlySet<string>) => void;
  readonly #complain: (error: unknown) => void;
  readonly #open = new Set<string>();
  readonly #found = new Map<string, readonly MissingApiUse[]>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** The last search started in each file. */
  readonly #lookUps = new Map<string, symbol>();

  constructor(options: {
    readonly engine: Engine;
    readonly builds: BuildScheduler;
    readonly findUses: FindUses;
    readonly openText: (file: string) => string | undefined;
    readonly changed: (files: ReadonlySet<string>) => void;
    readonly complain: (error: unknown) => void;
  }) {
    this.#engine = options.engine;
    this.#builds = options.builds;
    this.#findUses = options.findUses;
    this.#openText = options.openText;
    this.#changed = options.changed;
    this.#complain = options.complain;
  }

  /**
   * The problems predicted in a file when it was last analysed. Kernels for which the module has been built since its last edit are left
   * out, because their compilers have reported them.
   */
  in(file: string): readonly MissingApiUse[] {
    const uses = this.#found.get(file);
    if (!uses) return [];
    const built = new Set(
      this.#builds.results
        .above(file)
        .filter(({ last, isStale }) => !isStale && (last?.status === 'ok' || last?.status === 'failed'))
        .map(({ target }) => target.kernel),
    );
    return uses.flatMap((use) => {
      const kernels = use.kernels.filter((release) => !built.has(release));
      return kernels.length > 0 ? [{ ...use, kernels }] : [];
    });
  }

  /** A C file was opened or edited: it will be searched soon. */
  update(file: string): void {
    if (!/\.[ch]$/.test(file)) return;
    this.#open.add(file);
    clearTimeout(this.#timers.get(file));
    const timer = setTimeout(() => {
      this.#timers.delete(file);
      this.#updateNow(file).catch(this.#complain);
    }, settleMs);
    this.#timers.set(file, timer);
  }

  /** The file was closed, so nothing is predicted in it any more. */
  close(file: string): void {
    this.#open.delete(file);
    clearTimeout(this.#timers.get(file));
    this.#timers.delete(file);
    this.#lookUps.delete(file);
    if (this.#found.delete(file)) this.#changed(new Set([file]));
  }

  /** Whether any file of the module in a folder is open. */
  hasOpen(folder: string): boolean {
    const source = this.#engine.sources.of(folder);
    return [...this.#open].some((file) => isInSource(file, source));
  }

  /** The settings or the kernels have changed. */
  updateAll(): void {
    for (const file of this.#open) this.update(file);
  }

  started(): void {}

  /** The imports of a module are known once it was built. */
  ended({ conf }: BuildTarget): void {
    const source = this.#engine.sources.of(dirname(conf));
    for (const file of this.#open) if (isInSource(file, source)) this.update(file);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async #updateNow(file: string): Promise<void> {
    const [conf] = await modulesWith(file, this.#engine.sources);
    const text = this.#openText(file);
    if (conf === undefined || text === undefined) return;
    const lookUp = Symbol();
    this.#lookUps.set(file, lookUp);
    const uses = this.#engine.settingsFor(file).checkSources
      ? await this.#findUses(text, conf, this.#builtOf(conf), this.#openIn(dirname(conf)))
      : [];
    // The file was edited or closed meanwhile: another search is coming, or none is needed.
    if (this.#openText(file) !== text) return;
    // A later search uses other settings or kernels, and may finish earlier.
    if (this.#lookUps.get(file) !== lookUp) return;
    const before = this.#found.get(file) ?? [];
    this.#found.set(file, uses);
    if (before.length > 0 || uses.length > 0) this.#changed(new Set([file]));
  }

  #openIn(folder: string): ReadonlyMap<string, string> {
    const open = new Map<string, string>();
    const source = this.#engine.sources.of(folder);
    for (const file of this.#open) {
      const text = isInSource(file, source) ? this.#openText(file) : undefined;
      if (text !== undefined) open.set(file, text);
    }
    return open;
  }

  #builtOf(conf: string): readonly BuiltModule[] {
    return this.#builds.results
      .ofConf(conf)
      .filter(({ last }) => last?.status === 'ok')
      .flatMap(({ last }) => last?.built ?? []);
  }
}
