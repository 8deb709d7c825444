/** A token of C. Comments and white space are not tokens. Offsets are UTF-16. */
export interface CToken {
  readonly kind: 'name' | 'number' | 'string' | 'character' | 'punctuation';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The start of the preprocessor line that contains the token; absent for tokens outside such lines. */
  readonly directive?: number;
}

const whitespace = /[ \t\v\f]/;
const nameStart = /[A-Za-z_$\u0080-\uffff]/;
const longPunctuation = /^(?:\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|##)/;

/**
 * The tokens of a C file as the compiler's lexer would see them, of every branch of `#if`. Total: text that is not C becomes
 * punctuation, and a string or comment without an end ends with its line or the text.
 */
export function tokenizeC(text: string): readonly CToken[] {
  const tokens: CToken[] = [];
  let at = 0;
  let lineIsBlank = true;
  let directive: number | undefined;
  const push = (kind: CToken['kind'], end: number) => {
    const token = { kind, text: text.slice(at, end), start: at, end };
    tokens.push(directive === undefined ? token : { ...token, directive });
    at = end;
    lineIsBlank = false;
  };
  while (at < text.length) {
    const c = text[at] ?? '';
    const next = text[at + 1];
    if (c === '\n') {
      at++;
      lineIsBlank = true;
      directive = undefined;
    } else if (whitespace.test(c) || c === '\r') at++;
    else if (c === '\\' && /^\\[ \t]*\r?\n/.test(text.slice(at, at + 8))) at = text.indexOf('\n', at) + 1;
    else if (c === '/' && next === '/') at = endOfLineComment(text, at);
    else if (c === '/' && next === '*') at = endOf(text, '*/', at + 2);
    else if (c === '#' && lineIsBlank) {
      directive = at;
      push('punctuation', at + 1);
    } else if (nameStart.test(c)) {
      let end = at + 1;
      while (end < text.length && (nameStart.test(text[end] ?? '') || /[0-9]/.test(text[end] ?? ''))) end++;
      // A prefix such as L"…" belongs to the string.
      if (text[end] === '"' && /^(?:L|u|U|u8)$/.test(text.slice(at, end)))
        push('string', endOfQuoted(text, end));
      else push('name', end);
    } else if (/[0-9]/.test(c) || (c === '.' && /[0-9]/.test(next ?? ''))) {
      let end = at + 1;
      while (end < text.length && /[0-9A-Za-z_.]/.test(text[end] ?? '')) end++;
      push('number', end);
    } else if (c === '"') push('string', endOfQuoted(text, at));
    else if (c === "'") push('character', endOfQuoted(text, at));
    else push('punctuation', at + (longPunctuation.exec(text.slice(at, at + 3))?.[0].length ?? 1));
  }
  return tokens;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function endOfLineComment(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\n' && text[at - 1] !== '\\' && !(text[at - 1] === '\r' && text[at - 2] === '\\'))
      return at;
  }
  return text.length;
}

function endOfQuoted(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === '\n') return at;
  }
  return text.length;
}
