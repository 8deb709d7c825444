/**
 * Makes one readable text of builds that run at the same time: the output of one is written as it comes, that of the others is held back
 * until the one before them has ended. Each begins with a heading.
 */
export class GroupedOutput {
  readonly #write: (text: string) => void;
  /** The builds that are not wholly written, the one that is being written first. */
  readonly #open: { readonly heading: string; held: string; ending: string | undefined }[] = [];
  #isAtLineStart = true;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** A build printed something. The first piece of a build puts it in line. */
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

  /** A build ended, with this to say about it; nothing more of it will come. */
  end(heading: string, ending: string): void {
    const at = this.#open.findIndex((one) => one.heading === heading);
    const known = this.#open[at];
    if (known) known.ending = ending;
    else this.#open.push({ heading, held: '', ending });
    if (at <= 0) this.#advance(at === 0);
  }

  /** Writes what comes first in the line. */
  #begin(): void {
    const [first] = this.#open;
    if (!first) return;
    this.#put(`${first.heading}\n${first.held}`);
    first.held = '';
  }

  /** Writes builds that have ended, up to the first that goes on. */
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
