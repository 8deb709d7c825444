import type { Directories } from './directories.ts';
import type { HeaderChain } from './gcc-problem.ts';
import type { LineCursor } from './line-cursor.ts';
import { endsBefore, findWholeMessage, type WholeMessage } from './whole-message.ts';

/** How many messages are kept, how many with the same hash, and how long they may be. */
const keptMessages = 4000;
const keptPerHash = 8;
const longestMessage = 4096;
/** How many first lines are remembered, by hash only. */
const keptHashes = 20_000;

type Compiler = 'gcc' | 'clang' | undefined;

/** What the meaning of a message depends on apart from its text. */
interface MessageContext {
  /** A number for the folder of relative paths, and one for that of the modules that modpost names. */
  readonly folder: number;
  readonly moduleFolder: number;
  readonly compiler: Compiler;
  /** The header whose include chain is not printed again. */
  readonly header: HeaderChain | undefined;
}

/** A message that was read, with all its lines, and what it left behind. */
export interface KnownMessage {
  readonly text: string;
  readonly lines: number;
  readonly compilerAfter: Compiler;
  readonly headerAfter: HeaderChain | undefined;
}

interface Entry extends MessageContext, KnownMessage {
  /** Absent for a single line. */
  readonly whole: Pick<WholeMessage, 'place' | 'endsInText'> | undefined;
}

/** A message that will be kept once it has been read, since its first line occurred before. */
export interface FreshMessage extends MessageContext {
  readonly start: number;
  /** The offset of the next line. */
  readonly end: number;
  /** Absent for a single line. */
  readonly whole: WholeMessage | undefined;
  readonly hash: number;
}

/**
 * Messages as printed. Every compilation unit that includes a header prints the same ones, and parsing them again would find nothing new. A
 * message is kept when its first line occurs for the second time.
 */
export class RepeatedMessages {
  readonly #known = new Map<number, Entry[]>();
  readonly #seenHashes = new Set<number>();
  #count = 0;

  /**
   * The message that begins in a line, if it was read before in the same context; or where it ends, so that it can be kept once it is
   * read; `undefined` if its first line is new.
   * @param isCompilers Whether it may be a message of the compiler, which has several lines.
   */
  find(
    text: string,
    { start, end, colon }: LineCursor,
    isCompilers: boolean,
    { currentNumber: folder, moduleFolderNumber: moduleFolder }: Directories,
    compiler: Compiler,
    header: HeaderChain | undefined,
  ): KnownMessage | FreshMessage | undefined {
    // An include chain names the header again.
    const needed = isCompilers && colon >= end ? undefined : header;
    const hash = firstLineHash(text, start, end, colon, mix(folder, needed?.id ?? 0));
    const alike = this.#known.get(hash);
    if (alike) {
      for (const entry of alike) {
        const isKnown =
          entry.folder === folder &&
          entry.compiler === compiler &&
          entry.header === needed &&
          isAt(text, start, entry, moduleFolder);
        if (isKnown) return entry;
      }
    } else if (!this.#seenHashes.has(hash)) {
      if (this.#seenHashes.size >= keptHashes) this.#seenHashes.clear();
      this.#seenHashes.add(hash);
      return undefined;
    }
    const whole = isCompilers ? findWholeMessage(text, start) : undefined;
    const next = whole?.end ?? end + 1;
    if (next - start > longestMessage) return undefined;
    return { start, end: next, whole, hash, folder, moduleFolder, compiler, header: needed };
  }

  /** Keeps a message that was read, with what it left behind. */
  keep(
    text: string,
    fresh: FreshMessage,
    compilerAfter: Compiler,
    headerAfter: HeaderChain | undefined,
  ): void {
    const { start, end, whole, hash, folder, moduleFolder, compiler, header } = fresh;
    if (++this.#count > keptMessages) {
      this.#known.clear();
      this.#count = 1;
    }
    const alike = this.#known.get(hash) ?? [];
    this.#known.set(hash, alike);
    if (alike.length >= keptPerHash) alike.shift();
    // In V8, a substring keeps the whole string in memory: a copy frees the text that was read.
    const copy = structuredClone(text.slice(start, end));
    alike.push({
      ...{ text: copy, lines: whole?.lines ?? 1, compilerAfter, headerAfter },
      ...{ folder, moduleFolder, compiler, header },
      whole: whole && { place: structuredClone(whole.place), endsInText: whole.endsInText },
    });
  }
}

function isAt(text: string, start: number, entry: Entry, moduleFolder: number): boolean {
  const { whole } = entry;
  const end = start + entry.text.length;
  // V8 compares whole strings several characters at a time, which `startsWith` does not do.
  if (text.slice(start, end) !== entry.text) return false;
  if (!whole) return entry.moduleFolder === moduleFolder;
  return endsBefore(text, end, whole.place, whole.endsInText) === true;
}

/** A hash of a few characters of a line: the digits before the colon and at the end distinguish most lines. */
function firstLineHash(text: string, start: number, end: number, colon: number, context: number): number {
  const length = end - start;
  let hash = mix(context, length);
  for (let part = 0; part < 4; part++) hash = mix(hash, text.charCodeAt(start + ((length * part) >> 2)));
  for (let back = 2; back < 5; back++) hash = mix(hash, text.charCodeAt(end - back));
  if (colon >= end) return hash;
  for (let back = 1; back < 6; back++) hash = mix(hash, text.charCodeAt(colon - back));
  return hash;
}

function mix(hash: number, unit: number): number {
  return (Math.imul(hash, 31) + unit) | 0;
}
