import type { CToken } from './c-tokens.ts';

/** The first and the last token of the statement that contains a token; the last is its `;`. `undefined` if a block ends before that. */
export function statementAt(
  tokens: readonly CToken[],
  index: number,
  partners: ReadonlyMap<number, number>,
): { readonly first: number; readonly last: number } | undefined {
  let first = index;
  const line = tokens[index]?.directive;
  for (let at = index - 1; at >= 0; at--) {
    const token = tokens[at];
    if (!token || token.directive !== line || ['{', '}', ';'].includes(token.text)) break;
    if (token.text === ':' && endsLabel(tokens, at, partners)) break;
    if (token.text === ')' || token.text === ']') at = partners.get(at) ?? at;
    else if (token.text === '(' || token.text === '[') return statementAt(tokens, at, partners);
    first = at;
  }
  for (let at = index; at < tokens.length; at++) {
    const token = tokens[at];
    if (line !== undefined && token?.directive !== line) return undefined;
    if (token?.text === ';') return { first, last: at };
    if (token?.text === '}') return undefined;
    // From an opening bracket to its partner.
    at = Math.max(at, partners.get(at) ?? at);
  }
  return undefined;
}

/** Whether a colon ends `case VALUE:`, `default:` or `label:`, and is none of a conditional expression or a bit-field. */
function endsLabel(tokens: readonly CToken[], index: number, partners: ReadonlyMap<number, number>): boolean {
  const line = tokens[index]?.directive;
  for (let at = index - 1; at >= 0; at--) {
    const token = tokens[at];
    if (!token || token.directive !== line || ['{', '}', ';', ':'].includes(token.text))
      return at === index - 2 && tokens[index - 1]?.kind === 'name';
    if (token.text === 'case') return true;
    if (token.text === '?') return false;
    if (token.text === ')') at = partners.get(at) ?? at;
  }
  return false;
}
