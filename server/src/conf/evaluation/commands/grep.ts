import { Automaton, type Pattern } from '../automaton.ts';
import { ignoringCase, parseToolRegex } from '../basic-regex.ts';
import { GroupedPattern } from '../submatches.ts';
import { isAscii } from '../text-changes.ts';
import type { Work } from '../work.ts';
import { type CommandModel, linesOf, readFilterInput, unitsOf } from './command-model.ts';

interface GrepOptions {
  quiet: boolean;
  silent: boolean;
  count: boolean;
  inverted: boolean;
  onlyMatching: boolean;
  ignoreCase: boolean;
  wholeLine: boolean;
  wholeWord: boolean;
  syntax: 'basic' | 'extended' | 'fixed';
}

const isWord = (character: string | undefined) => character !== undefined && /^\w$/.test(character);
const wordStart: Pattern = { kind: 'assert', holds: (text, offset) => !isWord(text[offset - 1]) };
const wordEnd: Pattern = { kind: 'assert', holds: (text, offset) => !isWord(text[offset]) };
const lineStart: Pattern = { kind: 'assert', holds: (_text, offset) => offset === 0 };
const lineEnd: Pattern = { kind: 'assert', holds: (text, offset) => offset === text.length };

/** `grep`, with one pattern, over standard input or one file. */
export const grep: CommandModel = (input) => runGrep(input, 'basic');

function runGrep(
  input: Parameters<CommandModel>[0],
  syntax: GrepOptions['syntax'],
): ReturnType<CommandModel> {
  const read = parseOptions(input.args, syntax);
  if (!read) return undefined;
  const { options, source, files } = read;
  const test = lineTest(source, options, input.work);
  const text = readFilterInput(input, files);
  if (!test || !text) return undefined;
  if (text === 'absent') return { output: '', status: 2, complains: !options.silent };
  const selected: string[] = [];
  // Most of a large file is skipped by a search for plain text, which is fast.
  input.work.spend(1 + (text.text.length >> 6));
  for (const line of candidateLines(text.text, source, options)) {
    input.work.spend(unitsOf(line));
    const matches = test(line);
    if (matches === undefined) return undefined;
    if (matches !== options.inverted) selected.push(line);
    if (options.quiet && selected.length > 0) break;
  }
  const status = selected.length > 0 ? 0 : 1;
  // With -q, grep may stop in the middle of its input.
  const readsInput = text.fromInput;
  if (options.quiet) return { output: '', status, readsInput };
  if (options.count) return { output: `${selected.length}\n`, status, readsInput };
  // In some locales grep treats text that is not ASCII as binary, and does not print its lines.
  if (!isAscii(text.text)) return undefined;
  if (!options.onlyMatching)
    return { output: selected.map((line) => `${line}\n`).join(''), status, readsInput };
  const pieces = options.inverted ? [] : matchesIn(selected, source, options, input.work);
  return pieces && { output: pieces.map((piece) => `${piece}\n`).join(''), status, readsInput };
}

function parseOptions(args: readonly string[], syntax: GrepOptions['syntax']) {
  const options: GrepOptions = {
    quiet: false,
    silent: false,
    count: false,
    inverted: false,
    onlyMatching: false,
    ignoreCase: false,
    wholeLine: false,
    wholeWord: false,
    syntax,
  };
  let source: string | undefined;
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    const word = longOptions[arg] ?? arg;
    if (!/^-./.test(word)) {
      operands.push(word);
      continue;
    }
    if (word.startsWith('--')) return undefined;
    for (const [at, letter] of [...word.slice(1)].entries()) {
      if (letter === 'e') {
        if (source !== undefined) return undefined;
        const rest = word.slice(at + 2);
        source = rest === '' ? args[++i] : rest;
        if (source === undefined) return undefined;
        break;
      }
      if (!setOption(options, letter)) return undefined;
    }
  }
  source ??= operands.shift();
  if (source === undefined || source.includes('\n')) return undefined;
  return { options, source, files: operands };
}

const longOptions: Readonly<Record<string, string>> = {
  '--quiet': '-q',
  '--silent': '-q',
  '--no-messages': '-s',
  '--count': '-c',
  '--invert-match': '-v',
  '--only-matching': '-o',
  '--ignore-case': '-i',
  '--line-regexp': '-x',
  '--word-regexp': '-w',
  '--extended-regexp': '-E',
  '--fixed-strings': '-F',
  '--basic-regexp': '-G',
};

function setOption(options: GrepOptions, letter: string): boolean {
  switch (letter) {
    case 'q':
      options.quiet = true;
      return true;
    case 's':
      options.silent = true;
      return true;
    case 'c':
      options.count = true;
      return true;
    case 'v':
      options.inverted = true;
      return true;
    case 'o':
      options.onlyMatching = true;
      return true;
    case 'i':
      options.ignoreCase = true;
      return true;
    case 'x':
      options.wholeLine = true;
      return true;
    case 'w':
      options.wholeWord = true;
      return true;
    case 'h':
      return true;
    case 'E':
      options.syntax = 'extended';
      return true;
    case 'F':
      options.syntax = 'fixed';
      return true;
    case 'G':
      options.syntax = 'basic';
      return true;
    default:
      return false;
  }
}

function patternOf(source: string, options: GrepOptions): Pattern | undefined {
  let pattern = parseToolRegex(source, options.syntax);
  if (!pattern || !isAscii(source)) return undefined;
  if (options.ignoreCase) pattern = ignoringCase(pattern);
  if (options.wholeLine) return { kind: 'sequence', items: [lineStart, pattern, lineEnd] };
  if (options.wholeWord) return { kind: 'sequence', items: [wordStart, pattern, wordEnd] };
  return pattern;
}

function lineTest(
  source: string,
  options: GrepOptions,
  work: Work,
): ((line: string) => boolean | undefined) | undefined {
  const pattern = patternOf(source, options);
  const automaton = pattern && Automaton.compile(pattern, work);
  return automaton && ((line) => (isAscii(line) ? automaton.matchesWithin(line) : undefined));
}

/**
 * The lines that can match. In a large file, such as a kernel's configuration, these are the ones that contain the literal part of the
 * pattern.
 */
function candidateLines(text: string, source: string, options: GrepOptions): Iterable<string> {
  const literal = options.inverted || options.ignoreCase ? undefined : plainPart(source, options.syntax);
  if (literal === undefined) return linesOf(text);
  return linesWith(text, literal);
}

function* linesWith(text: string, literal: string): Generator<string> {
  for (let at = text.indexOf(literal); at >= 0; ) {
    const start = text.lastIndexOf('\n', at - 1) + 1;
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(at === 0 ? 0 : start, end);
    at = newline < 0 ? -1 : text.indexOf(literal, end + 1);
  }
}

/** A text that every match contains: the literal beginning of the pattern, without its last character if that may be repeated. */
function plainPart(source: string, syntax: GrepOptions['syntax']): string | undefined {
  if (syntax === 'fixed') return source.length > 1 ? source : undefined;
  if (source.includes('|')) return undefined;
  const found = /^\^?([A-Za-z0-9_=/ :-]{3,})(.?)/.exec(source);
  if (!found?.[1]) return undefined;
  return found[2] === '' ? found[1] : found[1].slice(0, -1);
}

function matchesIn(
  lines: readonly string[],
  source: string,
  options: GrepOptions,
  work: Work,
): string[] | undefined {
  const pattern = patternOf(source, options);
  const grouped = pattern && GroupedPattern.compile(pattern, work);
  if (!grouped) return undefined;
  const pieces: string[] = [];
  for (const line of lines) {
    for (let from = 0; from <= line.length; ) {
      const match = grouped.find(line, from, false);
      if (match === 'unknown') return undefined;
      if (match === 'none') break;
      if (match.end > match.start) pieces.push(line.slice(match.start, match.end));
      from = match.end > match.start ? match.end : match.end + 1;
    }
  }
  return pieces;
}
