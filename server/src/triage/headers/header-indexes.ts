import { totalmem } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Kernel } from '../../kernels/kernel.ts';
import { archFolder } from '../../kernels/kernel-arch.ts';
import { treeMark } from '../../kernels/tree-mark.ts';
import type { IndexRequest } from './build-index.ts';
import type { IndexTables } from './index-tables.ts';
import type { IndexAnswer } from './index-worker.ts';
import { IndexedHeaders } from './indexed-headers.ts';
import { RecentlyUsed } from './recently-used.ts';

export interface HeaderIndexesOptions {
  /** The program's cache folder, in which a folder `headers` holds the indexes; `undefined` to keep none on disk. */
  readonly cacheFolder: () => Promise<string | undefined>;
  /** The program of the worker thread: index-worker.ts, or what it was bundled to. */
  readonly workerFile: string;
  /** How many indexes stay in memory; by default as many as fit in a twentieth of the machine's memory, and at least six. */
  readonly kept?: number;
}

/** An index takes 20 to 25 MB of memory. Indexes may use a twentieth of the machine's memory, and six are always kept. */
const indexBytes = 25_000_000;
const leastKept = 6;
const idleMs = 5_000;

/**
 * The header indexes of the machine's kernels. Each is built once, in a worker thread, so that only its callers wait for it. An index on
 * disk is used as long as its headers are unchanged.
 */
export class HeaderIndexes {
  readonly #options: HeaderIndexesOptions;
  /** By build folder. */
  readonly #indexes: RecentlyUsed<Promise<IndexedHeaders | undefined>>;
  #worker: Worker | undefined;
  #waiting: { readonly take: (answer: IndexAnswer) => void }[] = [];
  #idle: NodeJS.Timeout | undefined;

  constructor(options: HeaderIndexesOptions) {
    this.#options = options;
    this.#indexes = new RecentlyUsed(
      options.kept ?? Math.max(leastKept, Math.floor(totalmem() / 20 / indexBytes)),
    );
  }

  /** The index of a kernel's headers; `undefined` if it has none that can be read. Never rejects. */
  async get(
    kernel: Pick<Kernel, 'name' | 'release' | 'version' | 'arch' | 'buildDir'>,
  ): Promise<IndexedHeaders | undefined> {
    const { buildDir } = kernel;
    const known = this.#indexes.get(buildDir);
    if (known) {
      const index = await known;
      if (index && !index.stale) return index;
      // Another caller that waited for the same index may have begun to rebuild it.
      if (this.#indexes.peek(buildDir) === known) this.#indexes.delete(buildDir);
    }
    const begun = this.#indexes.get(buildDir);
    if (begun) return begun;
    const made = this.#make(kernel);
    this.#indexes.set(buildDir, made);
    return made;
  }

  /** Call after kernels were installed or removed: indexes are checked again when next used, which is quick if nothing changed. */
  forget(): void {
    this.#indexes.clear();
  }

  /** Ends the worker thread, even in the middle of its work. */
  async dispose(): Promise<void> {
    this.#indexes.clear();
    await this.#end('the program ends');
  }

  async #make(
    kernel: Pick<Kernel, 'name' | 'release' | 'version' | 'arch' | 'buildDir'>,
  ): Promise<IndexedHeaders | undefined> {
    const { release, arch, buildDir } = kernel;
    const folder = archFolder(arch);
    const cache = await this.#options.cacheFolder();
    const answer = await this.#ask({
      ...{ release, buildDir },
      ...(cache !== undefined && { cacheFile: join(cache, 'headers', `${treeMark(kernel)}.index`) }),
      ...(folder !== undefined && { archFolder: folder }),
    });
    if ('failed' in answer) return undefined;
    const index = new IndexedHeaders(
      { release: kernel.name, version: kernel.version },
      answer.tables satisfies IndexTables,
    );
    return index.empty ? undefined : index;
  }

  #ask(request: IndexRequest): Promise<IndexAnswer> {
    const { promise, resolve } = Promise.withResolvers<IndexAnswer>();
    const worker = this.#worker ?? this.#begin();
    clearTimeout(this.#idle);
    worker.ref();
    this.#waiting.push({ take: resolve });
    worker.postMessage(request);
    return promise;
  }

  #begin(): Worker {
    const worker = new Worker(this.#options.workerFile, { name: 'header index' });
    this.#worker = worker;
    worker.on('message', (answer: IndexAnswer) => {
      this.#waiting.shift()?.take(answer);
      if (this.#waiting.length > 0) return;
      // The thread must not keep the program from ending.
      worker.unref();
      this.#idle = setTimeout(() => void this.#end('it has nothing to do'), idleMs);
      this.#idle.unref();
    });
    worker.on('error', (error) => void this.#end(error.message));
    return worker;
  }

  async #end(why: string): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { take } of waiting) take({ failed: why });
    await worker?.terminate();
  }
}
