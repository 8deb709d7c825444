import { setFlagsFromString } from 'node:v8';

/** In characters, all open confs together. With more, collecting garbage would take longer than the answer. */
const muchText = 30_000;

/**
 * How far V8 lets the heap grow before it collects garbage. A conf in memory is small, and each keystroke makes another one of it:
 * V8 would let that garbage grow to several times what is alive before it collects it. Measured over an hour's worth of edits,
 * a small heap keeps a third of the memory free and costs no time that an author notices (test/bench). With a conf of 5,000 lines it
 * costs twice the time of an answer, so that such ones have 40 MiB more; V8's own growth would take another 40 MiB and be no quicker.
 * A V8 that no longer knows one of the flags says so and goes on.
 */
export class HeapSize {
  #isSmall: boolean | undefined;

  /** Takes what is right for so many characters of open confs. */
  fit(characters: number): void {
    const small = characters <= muchText;
    if (small === this.#isSmall) return;
    this.#isSmall = small;
    setFlagsFromString(`--semi-space-growth-factor=${small ? 1 : 2}`);
    setFlagsFromString(`--heap-growing-percent=${small ? 30 : 100}`);
  }
}
