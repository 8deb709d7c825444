import { readFileSync } from 'node:fs';
import { flatten } from './declaration-text.ts';
import type { HeaderSymbol } from './header-index.ts';

const longestBody = 4_000;

/** The body of an inline function on one line, without its braces; `undefined` for anything else, and for a long one. */
export function parseInlineBody(symbol: Pick<HeaderSymbol, 'kind' | 'file' | 'line'>): string | undefined {
  if (symbol.kind !== 'inline') return undefined;
  let text: string;
  try {
    text = readFileSync(symbol.file, 'latin1');
  } catch {
    return undefined;
  }
  let start = 0;
  for (let line = 1; line < symbol.line; line++) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  const open = text.indexOf('{', start);
  const close = text.indexOf('\n}', start);
  const inside = text.slice(open + 1, close);
  if (open < 0 || close < open || inside.length > longestBody || inside.includes('{')) return undefined;
  return flatten(inside);
}
