import { readFileSync } from 'node:fs';
import { type DeclarationScanner, symbolKinds } from './declaration-scanner.ts';
import {
  closing,
  flatten,
  flattenMacro,
  signatureOf,
  typeOf,
  withoutDirectives,
} from './declaration-text.ts';
import type { HeaderFile } from './header-folders.ts';
import type { HeaderSymbol } from './header-index.ts';

/** One header with the entries of a scan: what a look-up reads of a declaration. */
export interface ScannedHeader {
  readonly text: string;
  readonly lines: HeaderLines;
  readonly count: number;
  readonly arity: Uint8Array;
  readonly nameStart: Int32Array;
  readonly nameEnd: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly owner: Int32Array;
  readonly kind: Uint8Array;
}

/** `undefined` for a header that can't be read. Its text has one character a byte, so that offsets fit. */
export function scanHeader(path: string, scanner: DeclarationScanner): ScannedHeader | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  scanner.scan(bytes);
  const { count } = scanner;
  const text = bytes.toString('latin1');
  return {
    ...{ text, lines: new HeaderLines(text), count },
    kind: scanner.kind.slice(0, count),
    arity: scanner.arity.slice(0, count),
    nameStart: scanner.nameStart.slice(0, count),
    nameEnd: scanner.nameEnd.slice(0, count),
    start: scanner.start.slice(0, count),
    end: scanner.end.slice(0, count),
    owner: scanner.owner.slice(0, count),
  };
}

/** Where the lines of a header begin, and the conditions that its text stands under. */
class HeaderLines {
  readonly #starts: number[] = [0];
  /** From each offset on, these conditions hold, up to the next. */
  readonly #conditions: { readonly from: number; readonly hold: readonly string[] }[] = [
    { from: 0, hold: [] },
  ];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
    this.#readConditions(text);
  }

  /** The 1-based line of an offset. */
  lineOf(offset: number): number {
    return lastAtMost(this.#starts, offset, (start) => start) + 1;
  }

  /** The preprocessor's conditions that stand around an offset, the outermost first, the include guard left out. */
  conditionsAt(offset: number): readonly string[] {
    return this.#conditions[lastAtMost(this.#conditions, offset, ({ from }) => from)]?.hold ?? [];
  }

  #readConditions(text: string): void {
    const open: { now: string; own: string; readonly before: string[] }[] = [];
    const opened = (own: string) => ({ now: own, own, before: [] });
    const guard = includeGuard.exec(text.slice(0, 8192))?.[1];
    for (const match of text.matchAll(directive)) {
      const word = match[1];
      const rest = (match[2] ?? '')
        .replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g, ' ')
        .replace(/\\?\r?\n/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      const top = open.at(-1);
      if (word === 'if') open.push(opened(rest));
      else if (word === 'ifdef') open.push(opened(`defined(${rest})`));
      else if (word === 'ifndef') open.push(opened(rest === guard ? '' : `!defined(${rest})`));
      else if (word === 'endif') open.pop();
      else if (top) {
        // Without the negations of those before it: with them, each branch would be twice as long as the last one.
        top.before.push(top.own);
        const not = top.before.map(negated).join(' && ');
        top.own = rest;
        top.now = word === 'else' ? not : `${not} && ${rest}`;
      }
      const hold = open.map(({ now }) => now).filter((one) => one !== '');
      this.#conditions.push({ from: match.index, hold });
    }
  }
}

const directive = /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b(.*(?:\\\r?\n.*)*)/gm;
const includeGuard = /^[ \t]*#[ \t]*ifndef[ \t]+(\w+)\s*\n[ \t]*#[ \t]*define[ \t]+\1\b/m;

function negated(condition: string): string {
  if (condition.startsWith('!') && /^!\w+(?:\(\w+\))?$/.test(condition)) return condition.slice(1);
  return /^\w+(?:\(\w+\))?$/.test(condition) ? `!${condition}` : `!(${condition})`;
}

/** The last element whose key is at most `limit`; the first where none is. */
function lastAtMost<T>(list: readonly T[], limit: number, keyOf: (element: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if (keyOf(list[middle] as T) <= limit) low = middle;
    else high = middle;
  }
  return low;
}

/** The comment right before an offset, without its marks; `undefined` for none. */
export function commentBefore(text: string, offset: number): string | undefined {
  const before = text.slice(0, offset).trimEnd();
  if (!before.endsWith('*/')) return undefined;
  const start = before.lastIndexOf('/*');
  if (start < 0) return undefined;
  return Buffer.from(before.slice(start + 2, -2), 'latin1')
    .toString('utf8')
    .replace(/^[ \t]*\*+[ \t]?/gm, '')
    .trim();
}

/** The declaration that is entry `at` of a scanned header. */
export function symbolAt(header: ScannedHeader, at: number, file: HeaderFile): HeaderSymbol {
  const kind = symbolKinds[header.kind[at] as number] ?? 'macro';
  const nameStart = header.nameStart[at] as number;
  const name = header.text.slice(nameStart, header.nameEnd[at]);
  const written = header.text.slice(header.start[at], header.end[at]);
  const declaration =
    kind === 'macro'
      ? flattenMacro(written)
      : kind === 'event'
        ? eventHead(flatten(withoutDirectives(written)))
        : flatten(withoutDirectives(written));
  const arity = header.arity[at] as number;
  const owner = header.owner[at] as number;
  const takes = ['function', 'inline', 'member', 'typedef', 'variable'].includes(kind);
  const signature = takes ? signatureOf(declaration, name) : undefined;
  const typed = kind === 'member' || kind === 'typedef' || kind === 'variable';
  return {
    ...{
      name,
      kind,
      header: file.include,
      file: file.path,
      line: header.lines.lineOf(nameStart),
      declaration,
    },
    ...(owner >= 0 && { owner: header.text.slice(header.nameStart[owner], header.nameEnd[owner]) }),
    ...(signature && { signature }),
    ...(arity > 0 && { arity: { parameters: (arity & 127) - 1, variadic: (arity & 128) !== 0 } }),
    ...(typed && { type: typeOf(declaration, name) }),
    conditions: header.lines.conditionsAt(nameStart),
  };
}

/** The name and prototype from a tracepoint's definition, without the rest, which describes how it is stored and printed. */
function eventHead(text: string): string {
  const takes = text.indexOf('TP_PROTO(');
  return takes < 0 ? text.slice(0, 200) : `${text.slice(0, closing(text, takes + 8) + 1)}, …)`;
}
