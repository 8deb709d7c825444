import type { BuildListener } from '../builds/result.ts';

type Step = Parameters<BuildListener['progress']>[0];

/** Faster updates can't be read; a compiler prints a line every few milliseconds. */
const gatherMs = 40;
/** A batch of this length is sent at once, so that messages stay bounded. */
const longestText = 64 * 1024;

/**
 * Combines the output and the progress of a build into few messages: the first is sent at once, then one per interval. Of the steps within
 * an interval, only the last is sent. `end` sends what is left before it returns.
 */
export class BuildOutputBatches implements BuildListener {
  readonly #sendOutput: (text: string) => void;
  readonly #sendProgress: (step: Step) => void;
  #text = '';
  #step: Step | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: {
    readonly output: (text: string) => void;
    readonly progress: (step: Step) => void;
  }) {
    this.#sendOutput = send.output;
    this.#sendProgress = send.progress;
  }

  output(text: string): void {
    this.#text += text;
    this.#schedule();
  }

  progress(step: Step): void {
    this.#step = step;
    this.#schedule();
  }

  /** Problems reach the editor as diagnostics. */
  problem(): void {}

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#send();
  }

  #schedule(): void {
    if (this.#timer && this.#text.length < longestText) return;
    this.#send();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // Output that arrived in the meantime starts the next batch.
      if (this.#text !== '' || this.#step) this.#schedule();
    }, gatherMs);
  }

  #send(): void {
    const [text, step] = [this.#text, this.#step];
    this.#text = '';
    this.#step = undefined;
    if (text !== '') this.#sendOutput(text);
    if (step) this.#sendProgress(step);
  }
}
