import { tokenizeC } from '../rewrite/c-tokens.ts';

/** An argument of a call. */
export interface ArgumentPlace {
  readonly function: string;
  /** From 1. */
  readonly position: number;
}

/**
 * The call whose argument stands right after a text, which ends there: `f(a, g(b), ` is the third argument of f. The text may begin in the
 * middle of a file. `undefined` if what encloses that place is no call.
 */
export function callAround(before: string): ArgumentPlace | undefined {
  const tokens = tokenizeC(before);
  let closed = 0;
  let position = 1;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const text = tokens[index]?.text ?? '';
    if (text === ')' || text === ']' || text === '}') closed++;
    else if (closed === 0 && text === ',') position++;
    else if (closed === 0 && text === ';') return undefined;
    else if (text === '(' || text === '[' || text === '{') {
      if (closed === 0) {
        const name = text === '(' ? tokens[index - 1] : undefined;
        // In `f((a)` the parentheses are those of the argument itself.
        if (text === '(' && name?.kind !== 'name') position = 1;
        else return name && !keywords.has(name.text) ? { function: name.text, position } : undefined;
      } else closed--;
    }
  }
  return undefined;
}

const keywords: ReadonlySet<string> = new Set(['if', 'while', 'for', 'switch', 'return', 'sizeof', 'typeof']);
