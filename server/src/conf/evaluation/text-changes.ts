import type { Automaton } from './automaton.ts';

/** `${text#pattern}` and its kind. */
export function trim(text: string, pattern: Automaton, operator: string): string {
  const which = operator.length === 2 ? 'longest' : 'shortest';
  if (operator.startsWith('#')) return text.slice(pattern.matchEnd(text, 0, which) ?? 0);
  const starts = [...Array(text.length + 1).keys()];
  if (which === 'shortest') starts.reverse();
  const start = starts.find((from) => pattern.matchesWhole(text.slice(from)));
  return start === undefined ? text : text.slice(0, start);
}

/** An empty pattern is found at an end of the text only, where it is looked for there: `${list[@]/#/prefix}`. */
export function insert(text: string, operator: string, replacement: string): string {
  if (operator === '/#') return replacement + text;
  return operator === '/%' ? text + replacement : text;
}

/** `${text/pattern/replacement}` and its kind. */
export function replace(text: string, pattern: Automaton, operator: string, replacement: string): string {
  if (operator === '/#') {
    const end = pattern.matchEnd(text, 0, 'longest');
    return end === undefined ? text : replacement + text.slice(end);
  }
  if (operator === '/%') {
    for (let from = 0; from <= text.length; from++) {
      if (pattern.matchesWhole(text.slice(from))) return text.slice(0, from) + replacement;
    }
    return text;
  }
  let result = '';
  for (let from = 0; from < text.length; ) {
    const end = pattern.matchEnd(text, from, 'longest');
    if (end !== undefined && end > from) {
      result += replacement;
      from = end;
      if (operator === '/') return result + text.slice(from);
    } else result += text[from++];
  }
  return result;
}

/** The text as `@Q` quotes it, so that a shell reads it back. */
export function quoteForShell(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what asks for the other way of quoting.
  if (!/[\0-\x1f\x7f]/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const names: Readonly<Record<string, string>> = {
    '\x07': 'a',
    '\b': 'b',
    '\x1b': 'E',
    '\f': 'f',
    '\n': 'n',
    '\r': 'r',
    '\t': 't',
    '\v': 'v',
    '\\': '\\',
    "'": "'",
  };
  let quoted = '';
  for (const unit of text) {
    const code = unit.charCodeAt(0);
    if (names[unit] !== undefined) quoted += `\\${names[unit]}`;
    else if (code < 32 || code === 127) quoted += `\\${code.toString(8).padStart(3, '0')}`;
    else quoted += unit;
  }
  return `$'${quoted}'`;
}

/** Beyond ASCII, lengths and cases depend on the locale. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
