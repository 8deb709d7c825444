import type { Site } from './gcc-problem.ts';
import { isUnit } from './open-messages.ts';

const keptSites = 100;

/** The include chain that the compiler printed for the next message: the files that include the message's file, the nearest first. */
export class PrintedChain {
  #sites: Site[] = [];
  #end: string | undefined;

  get isEmpty(): boolean {
    return this.#sites.length === 0;
  }

  /** gcc goes from the nearest file outwards, clang from the outermost inwards (`isNearer`). */
  add(from: Site, isNearer: boolean): void {
    if (this.#sites.length >= keptSites) return;
    if (isNearer) this.#sites.unshift(from);
    else this.#sites.push(from);
  }

  /** The compiler has named the file to which the chain leads. */
  leadsTo(file: string): void {
    this.#end = file;
  }

  /** The chain of a message in this file; it stays for another message if it does not lead there. */
  take(file: string): readonly Site[] {
    const sites = this.#sites;
    const outermost = sites.at(-1);
    if (!outermost) return sites;
    const isOthers =
      this.#end === undefined
        ? isUnit(file) && isUnit(outermost.file) && sites.every((from) => from.file !== file)
        : file !== this.#end;
    if (isOthers) return [];
    this.drop();
    return sites;
  }

  drop(): void {
    this.#sites = [];
    this.#end = undefined;
  }
}
