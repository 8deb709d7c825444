import { hasMark, marks, pathFrom, wordsOf } from './walked-text.ts';

/** A text function of GNU make whose value depends on its arguments alone; the arguments are expanded. */
type TextFunction = (...given: readonly string[]) => string;

const eachWord =
  (change: (word: string) => string): TextFunction =>
  (text = '') =>
    wordsOf(text).map(change).join(' ');

/** Source: "Functions for Transforming Text" and "for File Names" of the manual of GNU make 4.3. */
const functions: Readonly<Record<string, TextFunction>> = {
  subst: (from = '', to = '', text = '') => (from === '' ? `${text}${to}` : text.replaceAll(from, () => to)),
  patsubst: (pattern = '', replacement = '', text = '') => patternReplaced(pattern, replacement, text),
  findstring: (find = '', text = '') => (text.includes(find) ? find : ''),
  filter: (patterns = '', text = '') =>
    wordsOf(text)
      .filter((word) => wordsOf(patterns).some((one) => stemOf(one, word) !== undefined))
      .join(' '),
  'filter-out': (patterns = '', text = '') =>
    wordsOf(text)
      .filter((word) => wordsOf(patterns).every((one) => stemOf(one, word) === undefined))
      .join(' '),
  sort: (text = '') => [...new Set(wordsOf(text))].sort().join(' '),
  words: (text = '') => String(wordsOf(text).length),
  word: (at = '', text = '') => wordsOf(text)[Number(at) - 1] ?? '',
  wordlist: (from = '', to = '', text = '') =>
    wordsOf(text)
      .slice(Math.max(0, Number(from) - 1), Math.max(0, Number(to)))
      .join(' '),
  join: (first = '', second = '') => {
    const [a, b] = [wordsOf(first), wordsOf(second)];
    return Array.from(
      { length: Math.max(a.length, b.length) },
      (_, at) => `${a[at] ?? ''}${b[at] ?? ''}`,
    ).join(' ');
  },
  firstword: (text = '') => wordsOf(text)[0] ?? '',
  lastword: (text = '') => wordsOf(text).at(-1) ?? '',
  dir: eachWord((word) => /^.*\//.exec(word)?.[0] ?? './'),
  notdir: eachWord((word) => word.replace(/^.*\//, '')),
  suffix: (text = '') =>
    wordsOf(text)
      .flatMap((word) => /\.[^./]*$/.exec(word)?.[0] ?? [])
      .join(' '),
  basename: eachWord((word) => word.replace(/\.[^./]*$/, '')),
  addsuffix: (suffix = '', text = '') =>
    wordsOf(text)
      .map((word) => `${word}${suffix}`)
      .join(' '),
  addprefix: (prefix = '', text = '') =>
    wordsOf(text)
      .map((word) => `${prefix}${word}`)
      .join(' '),
};

/** How many arguments a function has: further commas belong to the last one. */
const arity: Readonly<Record<string, number>> = {
  ...{ subst: 3, patsubst: 3, findstring: 2, filter: 2, 'filter-out': 2, addsuffix: 2, addprefix: 2 },
  ...{ word: 2, wordlist: 3, join: 2 },
};

/** These only concatenate texts or choose one, so that a mark in them stays a mark. */
const keepsMarks = new Set(['addsuffix', 'addprefix', 'firstword', 'lastword']);

/** The value of a function, with marks if it is not known; `undefined` for a function that is not one of texts. */
export function callFunction(
  name: string,
  argument: string,
  expand: (text: string) => string,
): string | undefined {
  const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!called) return undefined;
  const given = argumentsOf(argument, arity[name] ?? 1).map(expand);
  if (given.length < (arity[name] ?? 1)) return marks.unknown;
  const isKnown = keepsMarks.has(name)
    ? !given.some((text) => text.includes(marks.unknown))
    : !given.some(hasMark);
  return isKnown ? called(...given) : marks.unknown;
}

/** The output of a shell command that depends on nothing but make's folder; `marks.unknown` for any other command. */
export function shellOutput(command: string, folder: string): string {
  if (/^(?:\/bin\/)?pwd(?:\s+-[LP])?$|^(?:readlink\s+-[ef]|realpath)\s+\.\/?$/.test(command)) return folder;
  // Where the links on the way lead does not matter: /lib/modules/6.1/build stays the folder of that kernel.
  const [, real] =
    /^(?:readlink\s+-[ef]|realpath)\s+([/\uE001-\uF8FF][\w./+~\uE000-\uF8FF-]*)$/.exec(command) ?? [];
  if (real !== undefined) return real;
  const [, into = ''] = /^cd\s+([\w./+-]+)\s*(?:&&|;)\s*(?:\/bin\/)?pwd$/.exec(command) ?? [];
  if (into !== '') return into.startsWith('/') ? marks.unknown : `${folder}/${into}`;
  const [, program, path = ''] = /^(dirname|basename)\s+([\w./+\uE001-]+)$/.exec(command) ?? [];
  if (program !== undefined)
    return program === 'basename' ? path.replace(/^.*\//, '') : (/^(.*)\//.exec(path)?.[1] ?? '.');
  const [, words] = /^echo((?:\s+[\w./+:,@-]+)*)$/.exec(command) ?? [];
  return words === undefined || /^\s+-/.test(words) ? marks.unknown : wordsOf(words).join(' ');
}

/** Whether a file of the source exists, by its path relative to the folder of the conf; `undefined` if unknown. */
export type FileExists = (path: string) => boolean | undefined;

/** `$(wildcard names)` in a folder, for files of the source; what a pattern matches is unknown. */
export function existingFiles(names: string, folder: string, exists: FileExists | undefined): string {
  const found = wordsOf(names).map((name) => {
    const path = /[*?[\]~\\]/.test(name) ? undefined : pathFrom(folder, name);
    const isThere = path === undefined || path === '' ? undefined : exists?.(path);
    return isThere === undefined ? marks.unknown : isThere ? name : '';
  });
  return found.filter(Boolean).join(' ');
}

/** `$(text:pattern=replacement)`. */
export function substituted(text: string, from: string, to: string): string {
  if ([text, from, to].some(hasMark)) return marks.unknown;
  return from.includes('%') ? patternReplaced(from, to, text) : patternReplaced(`%${from}`, `%${to}`, text);
}

/** The arguments of a function, at most `most`: further commas belong to the last one. */
export function argumentsOf(text: string, most: number): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length && found.length + 1 < most; at++) {
    const character = text[at] ?? '';
    if ('({'.includes(character)) depth++;
    else if (')}'.includes(character)) depth--;
    else if (character === ',' && depth === 0) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...found, text.slice(start)];
}

function patternReplaced(pattern: string, replacement: string, text: string): string {
  return wordsOf(text)
    .map((word) => {
      const stem = stemOf(pattern.trim(), word);
      if (stem === undefined) return word;
      return pattern.includes('%') ? replacement.trim().replace('%', () => stem) : replacement.trim();
    })
    .join(' ');
}

/** The text that matches `%` if a pattern matches a word; empty for a pattern without `%` that equals the word. */
function stemOf(pattern: string, word: string): string | undefined {
  const at = pattern.indexOf('%');
  if (at < 0) return pattern === word ? '' : undefined;
  const [before, behind] = [pattern.slice(0, at), pattern.slice(at + 1)];
  return word.length >= before.length + behind.length && word.startsWith(before) && word.endsWith(behind)
    ? word.slice(before.length, word.length - behind.length)
    : undefined;
}
