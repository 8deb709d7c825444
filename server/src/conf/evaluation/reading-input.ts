import { isArrayLiteral, type SimpleCommand } from '../syntax/script.ts';
import type { Execution } from './execution.ts';
import { type Fields, textsOf } from './expansion.ts';
import { isKnown, type ShellState } from './shell-state.ts';
import { splitFields } from './splitting.ts';
import { known } from './value.ts';
import { clearElements, elementOf, type PathValue } from './variables.ts';

/** Assigns unknown values to the variables that `read` or `mapfile` would set. */
export function assignUnknown(name: string, args: Fields, command: SimpleCommand, shell: ShellState): void {
  const texts = textsOf(args);
  const reason = `what \`${name}\` reads is known only when it runs`;
  if (!texts) shell.variables.makeEverythingUnknown(reason, shell.place ?? command);
  const names = texts?.filter((text) => /^[A-Za-z_]\w*$/.test(text)) ?? [];
  for (const target of [...names, 'MAPFILE', 'REPLY', 'OPTARG']) {
    shell.variables.makeUnknown(target, reason, shell.place ?? command);
  }
}

interface ReadOptions {
  readonly raw: boolean;
  /** `-d ''`: up to a NUL, which no text here has, and so to the end. */
  readonly toEnd: boolean;
  readonly array: string | undefined;
  readonly names: readonly string[];
}

/** `-r`, `-a NAME`, `-d ''` and names; `undefined` for anything else. */
function parseOptions(texts: readonly string[]): ReadOptions | undefined {
  let raw = false;
  let toEnd = false;
  let array: string | undefined;
  let at = 0;
  for (; at < texts.length && /^-./.test(texts[at] ?? ''); at++) {
    const letters = texts[at] ?? '';
    if (letters === '--') {
      at++;
      break;
    }
    if (!/^-r?[ad]?$/.test(letters)) return undefined;
    if (letters.includes('r')) raw = true;
    if (letters.includes('a')) array = texts[++at];
    if (letters.includes('d')) {
      if (texts[++at] !== '') return undefined;
      toEnd = true;
    }
  }
  const names = texts.slice(at);
  if (![...names, ...(array === undefined ? [] : [array])].every((name) => /^[A-Za-z_]\w*$/.test(name)))
    return undefined;
  if (array !== undefined && names.length > 0) return undefined;
  return { raw, toEnd, array, names };
}

/** `read`, as in `IFS=. read -r major minor <<< "$kernelver"`: splits one line of standard input. */
export function readInto(command: SimpleCommand, args: Fields, { shell, expander }: Execution): void {
  const texts = textsOf(args);
  const options = texts && parseOptions(texts);
  const [assignment, ...others] = command.assignments;
  const { input } = shell;
  const variable = shell.variables.get('IFS');
  const element = elementOf(variable, 0);
  const own: PathValue | undefined = variable.open
    ? undefined
    : element?.assignment === undefined
      ? known(' \t\n')
      : element.value;
  const separators =
    assignment === undefined
      ? own
      : others.length === 0 && assignment.name === 'IFS' && !isArrayLiteral(assignment.value)
        ? expander.valueOf(assignment.value)
        : undefined;
  const { rest } = input;
  if (!options || !separators || !isKnown(separators) || rest === undefined) {
    input.rest = undefined;
    assignUnknown('read', args, command, shell);
    return;
  }
  const newline = options.toEnd ? -1 : rest.indexOf('\n');
  const line = newline < 0 ? rest : rest.slice(0, newline);
  if (!options.raw && line.includes('\\')) {
    input.rest = undefined;
    assignUnknown('read', args, command, shell);
    return;
  }
  shell.spend(command, 1 + (line.length >> 2));
  input.rest = newline < 0 ? '' : rest.slice(newline + 1);
  const span = { start: command.start, end: command.end };
  const where = { append: false, span, nameSpan: span, valueSpan: span };
  shell.status = newline < 0 ? 1 : 0;
  if (options.array !== undefined) {
    const target = shell.assignable(options.array, command);
    if (target.transforms || target.keys)
      shell.giveUp('reading into this variable is not evaluated', command);
    clearElements(target);
    target.isArray = true;
    splitFields(line, separators.text).forEach((field, i) => {
      shell.assign(options.array ?? '', i, known(field), where);
    });
    return;
  }
  if (options.names.length === 0) {
    shell.assign('REPLY', undefined, known(line), where);
    return;
  }
  const fields = splitFields(line, separators.text, options.names.length);
  options.names.forEach((name, i) => {
    shell.assign(name, undefined, known(fields[i] ?? ''), where);
  });
}

/** `mapfile -t NAME`: assigns all lines of standard input. */
export function mapLines(command: SimpleCommand, args: Fields, { shell }: Execution): void {
  const texts = textsOf(args);
  const { input } = shell;
  const name = texts?.at(-1);
  const plain = texts?.length === 2 && texts[0] === '-t' && name !== undefined && /^[A-Za-z_]\w*$/.test(name);
  if (!plain || input.rest === undefined) {
    assignUnknown('mapfile', args, command, shell);
    input.rest = undefined;
    return;
  }
  const span = { start: command.start, end: command.end };
  const target = shell.assignable(name, command);
  if (target.transforms || target.keys) shell.giveUp('reading into this variable is not evaluated', command);
  clearElements(target);
  target.isArray = true;
  shell.spend(command, 1 + (input.rest.length >> 2));
  const lines = input.rest === '' ? [] : input.rest.replace(/\n$/, '').split('\n');
  input.rest = '';
  lines.forEach((line, i) => {
    shell.spend(command);
    shell.assign(name, i, known(line), { append: false, span, nameSpan: span, valueSpan: span });
  });
  shell.status = 0;
}
