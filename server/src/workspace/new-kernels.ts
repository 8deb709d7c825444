import { headerAgeMs } from '../kernels/headers/header-age.ts';
import type { Kernel } from '../kernels/kernel.ts';

export interface NewKernelsOptions {
  /** The releases that are no news; absent where those of the first look are not. */
  readonly known?: readonly string[];
  /** Called once for each kernel that is news, when its headers are complete. */
  readonly appeared: (kernels: readonly Kernel[]) => void;
  /** How long headers must be left alone before they count as complete; 5000 unless told. */
  readonly settledMs?: number;
}

/**
 * Notices kernels that can be built against and could not be before. Headers come over seconds, file by file, and look complete to
 * a build's eye before they are: a kernel is told only when nothing has been written to its headers for a while.
 */
export class NewKernels {
  readonly #appeared: NewKernelsOptions['appeared'];
  readonly #settledMs: number;
  #known: Set<string> | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** Looks follow one another, so that no kernel is told twice. */
  #last: Promise<void> = Promise.resolve();

  constructor({ known, appeared, settledMs = 5000 }: NewKernelsOptions) {
    this.#appeared = appeared;
    this.#settledMs = settledMs;
    this.#known = known && new Set(known);
  }

  /** To be called with each new list of kernels; where headers are still being written, it looks again by itself. */
  look(kernels: readonly Kernel[]): Promise<void> {
    this.#last = this.#last.then(() => this.#look(kernels));
    return this.#last;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#waiting);
  }

  async #look(kernels: readonly Kernel[]): Promise<void> {
    clearTimeout(this.#waiting);
    const ready = kernels.filter((kernel) => kernel.status === 'ready');
    this.#known ??= new Set(ready.map((kernel) => kernel.release));
    const known = this.#known;
    const news = ready.filter((kernel) => !known.has(kernel.release));
    const ages = await Promise.all(news.map((kernel) => headerAgeMs(kernel.buildDir)));
    if (this.#isStopped) return;
    const complete = news.filter((_, at) => (ages[at] ?? 0) >= this.#settledMs);
    for (const kernel of complete) known.add(kernel.release);
    if (complete.length > 0) this.#appeared(complete);
    if (complete.length === news.length) return;
    const rest = Math.min(...ages.map((age) => this.#settledMs - age).filter((ms) => ms > 0));
    this.#waiting = setTimeout(() => void this.look(kernels), rest + 20).unref();
  }
}
