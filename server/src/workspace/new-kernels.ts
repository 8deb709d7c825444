import { headerAgeMs } from '../kernels/headers/header-age.ts';
import type { Kernel } from '../kernels/kernel.ts';

export interface NewKernelsOptions {
  /** The releases that are no news; absent where those of the first look are not. */
  readonly known?: readonly string[];
  /** Called once for each kernel that is news, when its headers are complete. */
  readonly appeared: (kernels: readonly Kernel[]) => void;
  /** Called when the kernels are to be looked for once more, since headers were still being written. */
  readonly lookAgain: () => void;
  /** How long headers must be left alone before they count as complete; 5000 unless told. */
  readonly settledMs?: number;
}

/**
 * Notices kernels that can be built against and could not be before. Headers come over seconds, file by file, and look complete to
 * a build's eye before they are: a kernel is told only when nothing has been written to its headers for a while.
 */
export class NewKernels {
  readonly #appeared: NewKernelsOptions['appeared'];
  readonly #lookAgain: NewKernelsOptions['lookAgain'];
  readonly #settledMs: number;
  #known: Set<string> | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** Looks follow one another, so that no kernel is told twice. */
  #last: Promise<void> = Promise.resolve();

  constructor({ known, appeared, lookAgain, settledMs = 5000 }: NewKernelsOptions) {
    this.#appeared = appeared;
    this.#lookAgain = lookAgain;
    this.#settledMs = settledMs;
    this.#known = known && new Set(known);
  }

  /**
   * To be called with each new list of kernels. Where headers are still being written, of a kernel that is news or of one that can't be
   * used yet, it asks for another look when they may be complete: below their upper folders nobody watches them.
   */
  look(kernels: readonly Kernel[]): Promise<void> {
    this.#last = this.#last.then(() => this.#look(kernels));
    return this.#last;
  }

  /** These are no news: they came in sight by another setting, and were there all the time. */
  know(kernels: readonly Kernel[]): void {
    for (const { release, status } of kernels) if (status === 'ready') this.#known?.add(release);
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
    const isNews = (kernel: Kernel) => kernel.status === 'ready' && !known.has(kernel.release);
    const open = kernels.filter((kernel) => kernel.status !== 'ready' || isNews(kernel));
    const aged = await Promise.all(
      open.map(async (kernel) => ({ kernel, ageMs: await headerAgeMs(kernel.buildDir) })),
    );
    if (this.#isStopped) return;
    const complete = aged.flatMap(({ kernel, ageMs }) =>
      isNews(kernel) && ageMs !== undefined && ageMs >= this.#settledMs ? [kernel] : [],
    );
    for (const kernel of complete) known.add(kernel.release);
    if (complete.length > 0) this.#appeared(complete);
    const rests = aged.flatMap(({ ageMs }) =>
      ageMs !== undefined && ageMs < this.#settledMs ? [this.#settledMs - ageMs] : [],
    );
    if (rests.length > 0) this.#waiting = setTimeout(this.#lookAgain, Math.min(...rests) + 20).unref();
  }
}
