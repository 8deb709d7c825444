import type { CToken } from './c-tokens.ts';
import { lineStartsOf } from './text-lines.ts';

/** The preprocessor line that begins at an offset, with the lines that continue it and its line end. */
export function directiveAt(text: string, start: number): { readonly start: number; readonly end: number } {
  for (let at = text.indexOf('\n', start); at >= 0; at = text.indexOf('\n', at + 1)) {
    let last = at - 1;
    while (last > start && /[ \t\r]/.test(text[last] ?? '')) last--;
    if (text[last] !== '\\') return { start, end: at + 1 };
  }
  return { start, end: text.length };
}

/** The offsets at which the definitions of macros begin that have one of these lines (from 1). */
export function macrosOn(
  lines: ReadonlySet<number>,
  text: string,
  tokens: readonly CToken[],
): ReadonlySet<number> {
  const found = new Set<number>();
  const starts = lineStartsOf(text);
  let first = 1;
  for (const [index, { directive, start }] of tokens.entries()) {
    if (directive !== start || tokens[index + 1]?.text !== 'define') continue;
    while ((starts[first] ?? Infinity) <= start) first++;
    const last = first + text.slice(start, directiveAt(text, start).end - 1).split('\n').length - 1;
    for (let line = first; line <= last; line++) if (lines.has(line)) found.add(start);
  }
  return found;
}

/**
 * The index of the brace or semicolon that belongs to a signature, which ends before `index`: behind attributes (`__acquires(lock)`), and behind the
 * other branches of a condition that the signature stands in.
 */
export function afterSignature(
  tokens: readonly CToken[],
  index: number,
  partners: ReadonlyMap<number, number>,
): number {
  let at = index;
  for (;;) {
    const token = tokens[at];
    if (!token) return at;
    if (token.directive !== undefined) {
      const word = tokens[at + 1]?.text ?? '';
      const last = /^el(?:se|if)$/.test(word)
        ? endOfCondition(tokens, at)
        : // Each branch of a condition may begin the body.
          /^(?:endif|if|ifdef|ifndef)$/.test(word)
          ? at
          : undefined;
      if (last === undefined) return at;
      at = afterDirective(tokens, last);
    } else if (token.kind === 'name' && token.text.startsWith('__')) {
      at = tokens[at + 1]?.text === '(' ? (partners.get(at + 1) ?? at) + 1 : at + 1;
    } else return at;
  }
}

/** From the `#` of an `#else` or `#elif` to that of the `#endif`. */
function endOfCondition(tokens: readonly CToken[], index: number): number | undefined {
  let depth = 0;
  for (let at = index + 1; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token || token.directive !== token.start) continue;
    const word = tokens[at + 1]?.text ?? '';
    if (word.startsWith('if')) depth++;
    else if (word === 'endif' && depth-- === 0) return at;
  }
  return undefined;
}

function afterDirective(tokens: readonly CToken[], index: number): number {
  const directive = tokens[index]?.directive;
  let at = index;
  while (at < tokens.length && tokens[at]?.directive === directive) at++;
  return at;
}

/** The names of the macros that a text defines, wherever it does. */
export function macroNames(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)/gm), ([, name = '']) => name));
}
