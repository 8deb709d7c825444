import { Automaton } from '../automaton.ts';
import { ignoringCase, parseToolRegex } from '../basic-regex.ts';
import { countGroups, GroupedPattern } from '../submatches.ts';
import { isAscii } from '../text-changes.ts';
import type { Work } from '../work.ts';
import { type CommandModel, filter, linesOf, unitsOf } from './command-model.ts';

type Address =
  | { readonly kind: 'line'; readonly number: number }
  | { readonly kind: 'last' }
  | {
      readonly kind: 'regex';
      readonly automaton: Automaton;
    };

interface Substitution {
  readonly kind: 's';
  readonly pattern: GroupedPattern;
  readonly replacement: readonly (string | number)[];
  readonly global: boolean;
  readonly print: boolean;
  readonly nth: number;
}

interface SedCommand {
  readonly address: Address | undefined;
  readonly negated: boolean;
  readonly action: Substitution | { readonly kind: 'p' | 'd' | 'q' };
}

/** `sed` with `s`, `p`, `d` and `q`, each for all lines, one line, the last one, or those that match. */
export const sed: CommandModel = (input) => {
  let quiet = false;
  let syntax: 'basic' | 'extended' = 'basic';
  const scripts: string[] = [];
  const operands: string[] = [];
  for (let i = 0; i < input.args.length; i++) {
    const arg = input.args[i] ?? '';
    if (arg === '-n' || arg === '--quiet' || arg === '--silent') quiet = true;
    else if (arg === '-E' || arg === '-r' || arg === '--regexp-extended') syntax = 'extended';
    else if (/^-[nEr]+e?$/.test(arg) || arg === '-e') {
      if (arg.includes('n')) quiet = true;
      if (/[Er]/.test(arg)) syntax = 'extended';
      if (arg.endsWith('e')) {
        const script = input.args[++i];
        if (script === undefined) return undefined;
        scripts.push(script);
      }
    } else if (arg.startsWith('-') && arg !== '-') return undefined;
    else operands.push(arg);
  }
  if (scripts.length === 0) {
    const script = operands.shift();
    if (script === undefined) return undefined;
    scripts.push(script);
  }
  const commands = scripts.map((script) => new SedScript(script, syntax, input.work).read());
  if (!commands.every((list) => list !== undefined)) return undefined;
  return filter(input, operands, (text) => run(commands.flat(), text, quiet, input.work));
};

function run(commands: readonly SedCommand[], text: string, quiet: boolean, work: Work): string | undefined {
  if (!isAscii(text)) return undefined;
  const lines = linesOf(text);
  let output = '';
  for (const [i, original] of lines.entries()) {
    let line = original;
    const last = i === lines.length - 1;
    // Only the very last line can lack a newline, and it is printed without one.
    const ending = last && !text.endsWith('\n') ? '' : '\n';
    let deleted = false;
    let quits = false;
    for (const { address, negated, action } of commands) {
      work.spend(unitsOf(line));
      const applies = applicable(address, line, i + 1, last);
      if (applies === undefined) return undefined;
      if (applies === negated) continue;
      if (action.kind === 'd') {
        deleted = true;
        break;
      }
      if (action.kind === 'q') {
        quits = true;
        break;
      }
      if (action.kind === 's') {
        const changed = substitute(action, line);
        if (changed === undefined) return undefined;
        const prints = changed !== false && action.print;
        if (changed !== false) line = changed;
        if (!prints) continue;
      }
      // If the last line lacks a newline and is printed twice, sed puts one in between, which is not modelled.
      if (ending === '') return undefined;
      output += `${line}\n`;
    }
    if (!deleted && !quiet) output += line + ending;
    if (quits) break;
  }
  return output;
}

function applicable(
  address: Address | undefined,
  line: string,
  number: number,
  last: boolean,
): boolean | undefined {
  if (!address) return true;
  if (address.kind === 'last') return last;
  return address.kind === 'line' ? address.number === number : address.automaton.matchesWithin(line);
}

/** The changed line; false if nothing matches. */
function substitute(
  { pattern, replacement, global, nth }: Substitution,
  line: string,
): string | false | undefined {
  const needsGroups = replacement.some((piece) => typeof piece === 'number' && piece > 0);
  let result = '';
  let copied = 0;
  let count = 0;
  let lastEnd = -1;
  for (let from = 0; from <= line.length; ) {
    const match = pattern.find(line, from, needsGroups);
    if (match === 'unknown') return undefined;
    if (match === 'none') break;
    const { start, end, groups } = match;
    // An empty match right after the previous match does not count.
    if (start === end && start === lastEnd) {
      from = start + 1;
      continue;
    }
    lastEnd = end;
    count++;
    if (count >= nth) {
      result += line.slice(copied, start);
      for (const piece of replacement) {
        if (typeof piece === 'string') result += piece;
        else {
          const part = piece === 0 ? { start, end } : groups.get(piece);
          result += part ? line.slice(part.start, part.end) : '';
        }
      }
      copied = end;
      if (!global) break;
    }
    from = end > start ? end : end + 1;
  }
  return count < nth ? false : result + line.slice(copied);
}

class SedScript {
  readonly #source: string;
  readonly #syntax: 'basic' | 'extended';
  readonly #work: Work;
  #position = 0;

  constructor(source: string, syntax: 'basic' | 'extended', work: Work) {
    this.#source = source;
    this.#syntax = syntax;
    this.#work = work;
  }

  read(): SedCommand[] | undefined {
    const commands: SedCommand[] = [];
    while (true) {
      this.#skip(/[ \t\n;]*/y);
      if (this.#position >= this.#source.length) return commands;
      this.#work.spend(10);
      const command = this.#readCommand();
      if (!command) return undefined;
      commands.push(command);
      this.#skip(/[ \t]*/y);
      if (this.#position < this.#source.length && !/[;\n]/.test(this.#source[this.#position] ?? ''))
        return undefined;
    }
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#source)?.[0] ?? '';
    this.#position += found.length;
    return found;
  }

  #readCommand(): SedCommand | undefined {
    const address = this.#readAddress();
    if (address === 'wrong') return undefined;
    this.#skip(/[ \t]*/y);
    const negated = this.#skip(/!?[ \t]*/y).startsWith('!');
    const letter = this.#source[this.#position++];
    if (letter === 'p' || letter === 'd' || letter === 'q')
      return { address, negated, action: { kind: letter } };
    const action = letter === 's' ? this.#readSubstitution() : undefined;
    return action && { address, negated, action };
  }

  #readAddress(): Address | 'wrong' | undefined {
    const digits = this.#skip(/\d{1,6}/y);
    let address: Address | undefined;
    if (digits !== '') address = { kind: 'line', number: Number(digits) };
    else if (this.#skip(/\$/y) !== '') address = { kind: 'last' };
    else if (this.#source[this.#position] === '/') {
      this.#position++;
      const source = this.#readPart('/');
      const pattern = source ? parseToolRegex(source, this.#syntax) : undefined;
      const automaton = pattern && Automaton.compile(pattern, this.#work);
      if (!automaton || /[,~+I]/.test(this.#source[this.#position] ?? '')) return 'wrong';
      return { kind: 'regex', automaton };
    }
    if (address?.kind === 'line' && address.number === 0) return 'wrong';
    return /[,~]/.test(this.#source[this.#position] ?? '') ? 'wrong' : address;
  }

  #readSubstitution(): Substitution | undefined {
    const delimiter = this.#source[this.#position++];
    if (delimiter === undefined || /[\\\n\s]/.test(delimiter)) return undefined;
    const source = this.#readPart(delimiter);
    // An empty expression means the one that was used last.
    if (!source) return undefined;
    const written = this.#readPart(delimiter);
    if (written === undefined) return undefined;
    const flags = this.#skip(/[gpI0-9]*/y);
    const pattern = parseToolRegex(source, this.#syntax);
    const replacement = parseReplacement(written);
    const numbers = flags.match(/\d+/g) ?? [];
    const nth = Number(numbers[0] ?? '1');
    if (!pattern || !replacement || !isAscii(source) || numbers.length > 1 || nth === 0) return undefined;
    const compiled = GroupedPattern.compile(
      flags.includes('I') ? ignoringCase(pattern) : pattern,
      this.#work,
    );
    const groups = countGroups(pattern);
    if (!compiled || replacement.some((piece) => typeof piece === 'number' && piece > groups))
      return undefined;
    return {
      kind: 's',
      pattern: compiled,
      replacement,
      global: flags.includes('g'),
      print: flags.includes('p'),
      nth,
    };
  }

  /** The text up to the delimiter, which a backslash escapes; `undefined` when the delimiter is missing or ambiguous. */
  #readPart(delimiter: string): string | undefined {
    let part = '';
    for (; this.#position < this.#source.length; this.#position++) {
      const unit = this.#source[this.#position] ?? '';
      if (unit === delimiter) {
        this.#position++;
        return part;
      }
      if (unit === '\n') return undefined;
      if (unit !== '\\') {
        part += unit;
        continue;
      }
      const next = this.#source[++this.#position];
      if (next === undefined) return undefined;
      if (next !== delimiter) part += `\\${next}`;
      else if (/[/,#@:;=%~]/.test(delimiter)) part += delimiter;
      else return undefined;
    }
    return undefined;
  }
}

/** Literal texts and numbers of groups (0 stands for the whole match). */
function parseReplacement(source: string): (string | number)[] | undefined {
  const pieces: (string | number)[] = [];
  for (let at = 0; at < source.length; at++) {
    const unit = source[at] ?? '';
    if (unit === '&') pieces.push(0);
    else if (unit !== '\\') pieces.push(unit);
    else {
      const next = source[++at];
      if (next === undefined) return undefined;
      if (/[0-9]/.test(next)) pieces.push(Number(next));
      else if (next === 'n') pieces.push('\n');
      else if (next === 't') pieces.push('\t');
      // `\U` and other letters change what follows.
      else if (/[A-Za-z]/.test(next)) return undefined;
      else pieces.push(next);
    }
  }
  return pieces;
}
