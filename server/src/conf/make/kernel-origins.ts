import type { MakefileFacts, MakefileVariable } from '../rules/source-facts.ts';
import { marks } from './walked-text.ts';

/** The code point of the first mark for a kernel that a Makefile chooses by itself; see `KernelOrigins`. */
const firstOrigin = 0xe100;
const lastOrigin = 0xf8ff;

/** A kernel that a Makefile names by itself, and where it does so. */
export interface KernelOrigin {
  /** `running`: that of `uname -r`; else the release written in the Makefile. */
  readonly kernel: 'running' | { readonly release: string };
  readonly makefile: MakefileFacts;
  /** The variable whose value names the kernel; absent if a recipe names it. */
  readonly variable?: MakefileVariable;
}

/** The kernels found in one walk, each with its own mark. */
export class KernelOrigins {
  readonly #all: KernelOrigin[] = [];

  /** The mark of a kernel, or `marks.unknown` if there are too many kernels. */
  mark(origin: KernelOrigin): string {
    const known = this.#all.findIndex(
      (one) =>
        one.makefile === origin.makefile &&
        one.variable === origin.variable &&
        JSON.stringify(one.kernel) === JSON.stringify(origin.kernel),
    );
    const at = known < 0 ? this.#all.push(origin) - 1 : known;
    return firstOrigin + at > lastOrigin ? marks.unknown : String.fromCharCode(firstOrigin + at);
  }

  /** The kernels whose marks a text contains. */
  of(text: string): readonly KernelOrigin[] {
    return [...text].flatMap((character) => {
      const origin = this.#all[character.charCodeAt(0) - firstOrigin];
      return origin ? [origin] : [];
    });
  }

  /** For comparisons: the text with the marks of written releases replaced by the releases themselves. */
  written(text: string): string {
    return [...text]
      .map((character) => {
        const [origin] = this.of(character);
        return origin && origin.kernel !== 'running' ? origin.kernel.release : character;
      })
      .join('');
  }
}
