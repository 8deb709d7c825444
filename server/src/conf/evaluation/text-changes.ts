import { Automaton, type Pattern } from './automaton.ts';
import type { Work } from './work.ts';

/** A pattern that can be searched for from either end of a text. */
export class SearchedPattern {
  readonly forward: Automaton;
  readonly backward: Automaton;

  private constructor(forward: Automaton, backward: Automaton) {
    this.forward = forward;
    this.backward = backward;
  }

  /** `undefined` when it is too large. */
  static compile(pattern: Pattern, work: Work): SearchedPattern | undefined {
    const forward = Automaton.compile(pattern, work);
    const backward = Automaton.compile(pattern, work, 'backward');
    return forward && backward && new SearchedPattern(forward, backward);
  }
}

/** `${text#pattern}` and the like. */
export function trim(text: string, { forward, backward }: SearchedPattern, operator: string): string {
  const which = operator.length === 2 ? 'longest' : 'shortest';
  if (operator.startsWith('#')) return text.slice(forward.matchEnd(text, 0, which) ?? 0);
  return text.slice(0, backward.matchEnd(text, text.length, which) ?? text.length);
}

/** Replaces an empty pattern, which matches only at an end of the text to which it is anchored: `${list[@]/#/prefix}`. */
export function insert(text: string, operator: string, replacement: string): string {
  if (operator === '/#') return replacement + text;
  return operator === '/%' ? text + replacement : text;
}

/** `${text/pattern/replacement}` and the like. */
export function replace(
  text: string,
  { forward, backward }: SearchedPattern,
  operator: string,
  replacement: string,
): string {
  if (operator === '/#') {
    const end = forward.matchEnd(text, 0, 'longest');
    return end === undefined ? text : replacement + text.slice(end);
  }
  if (operator === '/%') {
    const start = backward.matchEnd(text, text.length, 'longest');
    return start === undefined ? text : text.slice(0, start) + replacement;
  }
  let result = '';
  let copied = 0;
  // One backward pass finds where matches begin, so that no other offset is tried.
  for (const start of backward.everyEnd(text).reverse()) {
    if (start < copied) continue;
    const end = forward.matchEnd(text, start, 'longest');
    if (end === undefined || end === start) continue;
    result += text.slice(copied, start) + replacement;
    copied = end;
    if (operator === '/') break;
  }
  return result + text.slice(copied);
}

/** The text quoted as by `${…@Q}`, for a shell to read back. */
export function quoteForShell(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters require the other way of quoting.
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

/** The text without all trailing occurrences of one character. */
export function withoutTrailing(text: string, unit: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === unit) end--;
  return text.slice(0, end);
}

/** Beyond ASCII, lengths and cases depend on the locale. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
