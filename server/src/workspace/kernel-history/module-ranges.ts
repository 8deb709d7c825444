import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SourceMark } from '../../builds/stage/source-mark.ts';
import { isInside } from '../../is-inside.ts';
import { inBackground } from '../background.ts';
import type { RangeSummary } from './range-summary.ts';
import type { RangeAnswer, RangeRequest } from './range-worker.ts';

export interface ModuleRangesOptions {
  /** The folder of the bundled programs. */
  readonly dist: string;
  /** Called when another range became known. */
  readonly onChanged: () => void;
}

interface KnownRange {
  readonly mark: string | undefined;
  readonly summary: RangeSummary | undefined;
}

/**
 * The kernels that the modules of the workspace are predicted to build for. Each is looked for in a thread of its own, which ends with its answer, so that
 * neither the time nor the memory is the server's, and again only when the source has another mark.
 */
export class ModuleRanges {
  readonly #options: ModuleRangesOptions;
  readonly #known = new Map<string, KnownRange>();
  readonly #running = new Map<string, Promise<KnownRange>>();
  /** Folders whose source may have changed since it was looked at. */
  readonly #stale = new Set<string>();
  readonly #workers = new Set<Worker>();

  constructor(options: ModuleRangesOptions) {
    this.#options = options;
  }

  /** What is known of the module in a folder; looks in the background where that is nothing, or no longer sure. */
  known(folder: string): RangeSummary | undefined {
    if (!this.#known.has(folder) || this.#stale.has(folder)) inBackground(this.find(folder));
    return this.#known.get(folder)?.summary;
  }

  /** The range of the module in a folder, by its files as they are now; `undefined` if it has no C file. */
  async find(folder: string): Promise<RangeSummary | undefined> {
    const running = this.#running.get(folder) ?? this.#look(folder);
    this.#running.set(folder, running);
    try {
      return (await running).summary;
    } finally {
      this.#running.delete(folder);
    }
  }

  /** These files (absolute) were written, made or removed. */
  filesChanged(files: readonly string[]): void {
    for (const folder of this.#known.keys())
      if (files.some((file) => isInside(file, folder))) this.#stale.add(folder);
  }

  /** Ends what is running. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  async #look(folder: string): Promise<KnownRange> {
    this.#stale.delete(folder);
    const mark = (await SourceMark.read(folder))?.text;
    const before = this.#known.get(folder);
    if (before && mark !== undefined && before.mark === mark) return before;
    const answer = await this.#ask(folder);
    if ('failed' in answer) throw new Error(`The range of ${folder} can't be told: ${answer.failed}`);
    const found = { mark, summary: answer.summary };
    this.#known.set(folder, found);
    this.#options.onChanged();
    return found;
  }

  #ask(folder: string): Promise<RangeAnswer> {
    const { dist } = this.#options;
    const { promise, resolve } = Promise.withResolvers<RangeAnswer>();
    const workerData: RangeRequest = { folder, dist };
    const worker = new Worker(join(dist, 'range-worker.js'), { name: 'range', workerData });
    this.#workers.add(worker);
    worker.once('message', resolve);
    worker.once('error', ({ message }) => resolve({ failed: message }));
    worker.once('exit', () => {
      this.#workers.delete(worker);
      resolve({ failed: 'its thread has ended' });
    });
    return promise;
  }
}
