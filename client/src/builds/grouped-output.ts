/**
 * Merges the output of parallel builds into one readable text: one build's output is written as it arrives, the output of the others is
 * held back until the builds before them have ended. Each build begins with a heading.
 */
export class GroupedOutput {
  readonly #write: (text: string) => void;
  /** The builds whose output is not completely written; the first is the one being written. */
  readonly #open: { readonly heading: string; held: string; ending: string | undefined }[] = [];
  #isAtLineStart = true;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Adds output of a build. The first piece puts the build at the end of the queue. */
  add(heading: string, text: string): void {
    const at = this.#open.findIndex((one) => one.heading === heading);
    if (at > 0) {
      const later = this.#open[at];
      if (later) later.held += text;
    } else if (at === 0) this.#put(text);
    else {
      this.#open.push({ heading, held: text, ending: undefined });
      if (this.#open.length === 1) this.#begin();
    }
  }

  /** Ends a build with a closing text; `add` must not be called for it again. */
  end(heading: string, ending: string): void {
    const at = this.#open.findIndex((one) => one.heading === heading);
    const known = this.#open[at];
    if (known) known.ending = ending;
    else this.#open.push({ heading, held: '', ending });
    if (at <= 0) this.#advance(at === 0);
  }

  /** Writes the heading and the held output of the first build in the queue. */
  #begin(): void {
    const [first] = this.#open;
    if (!first) return;
    this.#put(`${first.heading}\n${first.held}`);
    first.held = '';
  }

  /** Writes the builds that have ended, up to the first that is still running. */
  #advance(isBegun: boolean): void {
    let begun = isBegun || this.#open.length > 1;
    for (let [first] = this.#open; first; [first] = this.#open) {
      if (!begun) this.#begin();
      if (first.ending === undefined) return;
      if (!this.#isAtLineStart) this.#put('\n');
      this.#put(`${first.ending}\n`);
      this.#open.shift();
      begun = false;
    }
  }

  #put(text: string): void {
    if (text === '') return;
    this.#write(text);
    this.#isAtLineStart = text.endsWith('\n');
  }
}
