import { flatten } from './declaration-text.ts';

const longestBody = 4_000;

/** The body of the inline function that begins at an offset of a header, on one line, without its braces; `undefined` for a long one. */
export function inlineBody(text: string, start: number): string | undefined {
  const open = text.indexOf('{', start);
  const close = text.indexOf('\n}', start);
  const inside = text.slice(open + 1, close);
  if (open < 0 || close < open || inside.length > longestBody || inside.includes('{')) return undefined;
  return flatten(inside);
}
