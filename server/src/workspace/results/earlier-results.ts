import { type BuildTarget, targetKey } from '../build-target.ts';
import type { ProblemStore } from '../problem-store.ts';
import type { BuildResults } from './build-results.ts';
import { keepResult, readKeptResult, type SavedTarget } from './kept-results.ts';

/** Where earlier sessions left their results, and whether those still hold. */
export interface EarlierSource {
  /** Opens the folder; `undefined` if none can be used. */
  cacheFolder(): Promise<string | undefined>;
  /** The mark of a module's source as it is now; see `SourceMarks`. */
  readMark(conf: string): Promise<string | undefined>;
}

/** Loads the results of earlier sessions into the stores of this one. */
export class EarlierResults {
  readonly #stores: { readonly results: BuildResults; readonly problems: ProblemStore };
  readonly #source: EarlierSource;
  /** Targets whose results were loaded or are being loaded, by cache folder and target. */
  readonly #restored = new Map<string, { readonly target: BuildTarget; readonly restored: Promise<void> }>();

  constructor(
    stores: { readonly results: BuildResults; readonly problems: ProblemStore },
    source: EarlierSource,
  ) {
    this.#stores = stores;
    this.#source = source;
  }

  /** Loads the results of these targets, and their problems if the source has not changed. */
  async restore(targets: readonly SavedTarget[]): Promise<void> {
    const cacheFolder = await this.#source.cacheFolder();
    if (cacheFolder === undefined) return;
    const marks = new Map<string, Promise<string | undefined>>();
    const markOf = (conf: string) => {
      const mark = marks.get(conf) ?? this.#source.readMark(conf);
      marks.set(conf, mark);
      return mark;
    };
    await Promise.all(
      targets.map((saved) => {
        const target = { conf: saved.conf, kernel: saved.kernel.name };
        const key = `${cacheFolder}\n${targetKey(target)}`;
        // Callers that ask in the meantime wait for the same answer.
        const restored =
          this.#restored.get(key)?.restored ?? this.#restoreOne(saved, target, cacheFolder, markOf);
        this.#restored.set(key, { target, restored });
        return restored;
      }),
    );
  }

  /** These targets were removed; if they come back, their results are loaded again. */
  forget(isGone: (target: BuildTarget) => boolean): void {
    for (const [key, { target }] of this.#restored) if (isGone(target)) this.#restored.delete(key);
  }

  /** Removes the problems from the saved results of these targets. */
  async dropProblems(targets: readonly SavedTarget[]): Promise<void> {
    const cacheFolder = await this.#source.cacheFolder();
    if (cacheFolder === undefined) return;
    for (const target of targets) {
      const kept = await readKeptResult(cacheFolder, target);
      if (kept) await keepResult(cacheFolder, target, { ...kept, problems: [] });
    }
  }

  async #restoreOne(
    saved: SavedTarget,
    target: BuildTarget,
    cacheFolder: string,
    markOf: (conf: string) => Promise<string | undefined>,
  ): Promise<void> {
    const { results, problems } = this.#stores;
    const kept = await readKeptResult(cacheFolder, saved);
    if (!kept) return;
    const now = await markOf(target.conf);
    // A build may have started in the meantime: it replaces the problems, and the result when it ends.
    const isRunning = results.of(target) !== undefined;
    results.restore(target, kept.ended, kept.mark, now);
    if (now === kept.mark && !isRunning) problems.restore(target, kept.columnUnit, kept.problems);
  }
}
