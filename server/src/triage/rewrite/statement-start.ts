import type { CSource } from './c-source.ts';
import type { CToken } from './c-tokens.ts';

/**
 * Whether a statement begins at the token, be it that of an `if` or a loop without braces, or an expression whose value is thrown away by a
 * cast to void.
 */
export function beginsStatement(source: CSource, index: number): boolean {
  let last = index - 1;
  // A line of the preprocessor before it, such as `#endif`, is no part of the statement.
  const isOther = ({ directive }: CToken) =>
    directive !== undefined && directive !== source.tokens[index]?.directive;
  for (let token = source.tokens[last]; token && isOther(token); token = source.tokens[last]) last--;
  const before = source.tokens[last]?.text ?? ';';
  if ([';', '{', '}', 'else', 'do'].includes(before)) return true;
  // Behind a colon only if that ends a label.
  if (before === ':') return source.statementAround(index)?.first === index;
  if (before !== ')') return false;
  const open = source.partner(last);
  const word = open === undefined ? undefined : source.tokens[open - 1]?.text;
  const isVoidCast = open === last - 2 && source.tokens[last - 1]?.text === 'void';
  return isVoidCast || ['if', 'for', 'while', 'switch'].includes(word ?? '');
}
