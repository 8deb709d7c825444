import type { SimpleCommand, Word } from '../syntax/script.ts';
import { ArithmeticError } from './arithmetic.ts';
import { classifyCommand } from './builtin-names.ts';
import { evaluateBracket, statusOf } from './conditions.ts';
import { declare } from './declarations.ts';
import { evaluateProgram } from './evaluate-program.ts';
import type { Execution, Flow } from './execution.ts';
import { type Fields, textsOf } from './expansion.ts';
import { echoed, formatted } from './printing.ts';
import { assignUnknown, mapLines, readInto } from './reading-input.ts';
import { isKnown, joinAll, type ShellState } from './shell-state.ts';
import { known } from './value.ts';
import { deleteElement, type PathValue } from './variables.ts';

/** Runs a builtin of bash. */
export function runBuiltin(name: string, command: SimpleCommand, interpreter: Execution): Flow {
  const { shell, expander } = interpreter;
  if (['declare', 'typeset', 'local', 'export', 'readonly'].includes(name)) {
    declare(name, command, interpreter);
    return undefined;
  }
  const words = command.words.slice(1).filter((word): word is Word => !('name' in word));
  const args = expander.fieldsOfAll(words);
  const before = shell.status;
  shell.status = undefined;
  switch (name) {
    case ':':
    case 'true':
      shell.status = 0;
      return undefined;
    case 'echo': {
      const printed = args.kind === 'unknown' ? args : echoed(args.values);
      if (printed) shell.print(printed, command);
      else shell.printUnknown('what `echo` prints here is not known', command);
      shell.status = 0;
      return undefined;
    }
    case 'false':
      shell.status = 1;
      return undefined;
    case '[':
    case 'test':
      shell.status = bracketStatus(name, args, interpreter);
      return undefined;
    case 'exit':
    case 'logout':
      return shell.endShell(
        '`exit` ends the shell that reads the file',
        command,
        args.kind === 'fields' && args.values.length === 0 ? before : leavingStatus(args),
      );
    case 'exec':
      if (words.length > 0) shell.endShell('`exec` replaces the shell that reads the file', command);
      return shell.giveUp('`exec` redirects what dkms reads', command);
    case 'return':
      shell.status = args.kind === 'fields' && args.values.length === 0 ? before : leavingStatus(args);
      return { kind: 'return' };
    case 'break':
    case 'continue': {
      shell.status = 0;
      if (shell.loopDepth === 0) {
        shell.complain(command);
        return undefined;
      }
      // In a subshell, the effect depends on whether it was started inside the loop.
      if (shell.isFork) shell.giveUp(`the effect of \`${name}\` here is not evaluated`, command);
      const levels = args.kind === 'fields' ? textOf(args.values[0]) : undefined;
      return { kind: name, levels: Number(levels ?? '1') || 1 };
    }
    case 'eval':
      return evaluateText(args, command, interpreter);
    case 'set':
      setOptions(args, command, shell);
      return undefined;
    case 'shift':
      shift(args, command, shell);
      return undefined;
    case 'unset':
      unset(args, command, interpreter);
      return undefined;
    case 'let':
      calculate(args, command, interpreter);
      return undefined;
    case 'read':
      readInto(command, args, interpreter);
      return undefined;
    case 'mapfile':
    case 'readarray':
      mapLines(command, args, interpreter);
      return undefined;
    case 'getopts':
      assignUnknown(name, args, command, shell);
      return undefined;
    case 'printf':
      printInto(args, command, shell);
      return undefined;
    case 'command':
    case 'builtin':
      return runPrefixed(args, command, interpreter);
    case 'shopt':
      if (!isHarmlessShopt(args)) shell.giveUp('`shopt` changes how bash and dkms read values', command);
      shell.printUnknown('the output of `shopt` is not evaluated', command);
      return undefined;
    case 'trap':
      if (!isHarmlessTrap(args)) shell.giveUp('`trap` runs commands later, which is not evaluated', command);
      return undefined;
    case 'source':
    case '.':
      sourceFile(args, command, interpreter);
      return undefined;
    case 'enable':
    case 'kill':
      shell.variables.makeEverythingUnknown(
        `the effect of \`${name}\` here is not evaluated`,
        shell.place ?? command,
      );
      shell.skipped(`the effect of \`${name}\` here is not evaluated`, command);
      return undefined;
    default:
      shell.skipped(`what \`${name}\` prints is known only when it runs`, command);
      return undefined;
  }
}

function textOf(value: PathValue | undefined): string | undefined {
  return value && isKnown(value) ? value.text : undefined;
}

function bracketStatus(name: string, args: Fields, { expander }: Execution) {
  if (args.kind === 'unknown') return undefined;
  if (name === 'test') return statusOf(evaluateBracket(args.values, expander));
  if (textOf(args.values.at(-1)) !== ']') return args.values.at(-1)?.kind === 'unknown' ? undefined : 2;
  return statusOf(evaluateBracket(args.values.slice(0, -1), expander));
}

function leavingStatus(args: Fields) {
  if (args.kind === 'unknown') return undefined;
  const [first] = args.values;
  const text = textOf(first);
  return first === undefined
    ? undefined
    : text !== undefined && /^\d+$/.test(text)
      ? Number(text) & 255
      : undefined;
}

function evaluateText(args: Fields, command: SimpleCommand, interpreter: Execution): Flow {
  const { shell } = interpreter;
  const text = args.kind === 'unknown' ? args : joinAll(args.values.flatMap((value) => [value, known(' ')]));
  if (isKnown(text) && command.assignments.length === 0) {
    shell.status = 0;
    return interpreter.runText(text.text, command);
  }
  shell.runUnread('what `eval` runs here is not known', command);
  return undefined;
}

/** Options that make no difference to how the file is read. `-e` has no effect where dkms sources a file. */
const harmlessOptions = /^[-+][exvfhBEbmCaT]+$/;
const harmlessLongOptions = new Set(['errexit', 'xtrace', 'verbose', 'noglob', 'errtrace', 'functrace']);

function setOptions(args: Fields, command: SimpleCommand, shell: ShellState): void {
  const texts = textsOf(args);
  if (!texts) shell.giveUp('which options `set` changes is not known', command);
  shell.status = 0;
  for (let i = 0; i < texts.length; i++) {
    let text = texts[i] ?? '';
    if (text === '--' || !/^[-+]/.test(text)) {
      if (args.kind === 'fields' && shell.positional) {
        shell.positional = args.values.slice(text === '--' ? i + 1 : i);
      } else if (args.kind === 'fields') {
        // Outside functions, this replaces the positional parameters of the dkms function that sources the file.
        shell.positional = args.values.slice(text === '--' ? i + 1 : i);
      }
      return;
    }
    if (/^[-+][A-Za-z]*o$/.test(text)) {
      const long = texts[++i] ?? '';
      if (long === 'nounset') shell.nounset = text.startsWith('-');
      else if (long === 'pipefail') shell.pipefail = text.startsWith('-');
      else if (!harmlessLongOptions.has(long))
        shell.giveUp(`the effect of \`set -o ${long}\` is not evaluated`, command);
      text = text.slice(0, -1);
    }
    if (text.includes('u')) {
      shell.nounset = text.startsWith('-');
      text = text.replace('u', '');
    }
    if (text.length > 1 && !harmlessOptions.test(text)) {
      shell.giveUp(`the effect of \`set ${text}\` is not evaluated`, command);
    }
  }
}

function shift(args: Fields, command: SimpleCommand, shell: ShellState): void {
  if (!shell.positional) return;
  const text = args.kind === 'fields' ? (args.values.length === 0 ? '1' : textOf(args.values[0])) : undefined;
  const count = Number(text);
  if (!Number.isInteger(count)) shell.giveUp('how far `shift` goes is not known', command);
  if (count > shell.positional.length || count < 0) {
    shell.status = 1;
    return;
  }
  shell.positional = shell.positional.slice(count);
  shell.status = 0;
}

function unset(args: Fields, command: SimpleCommand, { shell, expander }: Execution): void {
  const texts = textsOf(args);
  if (!texts) {
    shell.variables.makeEverythingUnknown('what is unset here is not known', shell.place ?? command);
    return;
  }
  shell.status = 0;
  let functionsOnly = false;
  for (const text of texts) {
    if (/^-[fvn]+$/.test(text)) {
      functionsOnly = text.includes('f');
      continue;
    }
    if (functionsOnly) {
      shell.setFunction(text, undefined, command);
      continue;
    }
    const found = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(text);
    if (!found?.[1]) {
      shell.status = 1;
      continue;
    }
    const [, name, subscript] = found;
    const variable = shell.variables.get(name);
    if (variable.readonly) shell.status = 1;
    else if (subscript === undefined || subscript === '@' || subscript === '*') {
      // If there is no variable of that name, bash unsets the function.
      if (variable.elements.size === 0 && !variable.open) shell.setFunction(name, undefined, command);
      shell.variables.unset(name);
    } else if (variable.keys) {
      const index = /^[\w.-]+$/.test(subscript) && !variable.open ? variable.keys.get(subscript) : -1;
      if (index === -1)
        shell.variables.makeUnknown(name, 'which element is unset is not known', shell.place ?? command);
      else if (index !== undefined) deleteElement(variable, index);
    } else {
      const index = calculateIndex(subscript, command, { shell, expander });
      if (index === undefined || index < 0 || variable.open || variable.transforms) {
        shell.variables.makeUnknown(name, 'which element is unset is not known', shell.place ?? command);
      } else deleteElement(variable, index);
    }
  }
}

function calculateIndex(
  source: string,
  command: SimpleCommand,
  { shell, expander }: Pick<Execution, 'shell' | 'expander'>,
): number | undefined {
  try {
    const value = expander.calculate(source, command);
    return value === undefined ? undefined : Number(value);
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    return shell.giveUp('the subscript is not a number', command);
  }
}

function calculate(args: Fields, command: SimpleCommand, { shell, expander }: Execution): void {
  const texts = textsOf(args);
  if (!texts) {
    shell.variables.makeEverythingUnknown('what is calculated here is not known', shell.place ?? command);
    return;
  }
  try {
    for (const text of texts) {
      const value = expander.calculate(text, command);
      shell.status = value === undefined ? undefined : value !== 0n ? 0 : 1;
    }
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    shell.status = 1;
  }
}

function printInto(args: Fields, command: SimpleCommand, shell: ShellState): void {
  if (args.kind === 'unknown') {
    shell.variables.makeEverythingUnknown('what `printf` assigns is not known', shell.place ?? command);
    shell.skipped(args.reason, command);
    return;
  }
  const texts = args.values.map(textOf);
  const why = args.values.find((value) => value.kind === 'unknown');
  const into = texts[0] === '-v' ? texts[1] : undefined;
  if (texts[0] === undefined || (texts[0] === '-v' && (into === undefined || !/^[A-Za-z_]\w*$/.test(into)))) {
    shell.variables.makeEverythingUnknown('what `printf` assigns is not known', shell.place ?? command);
    shell.skipped('what `printf` prints is not known', command);
    return;
  }
  const operands = args.values.slice(into === undefined ? 0 : 2);
  if (textOf(operands[0]) === '--') operands.shift();
  const format = textOf(operands[0]);
  const text = format?.startsWith('-')
    ? undefined
    : format === undefined
      ? undefined
      : formatted(format, operands.slice(1));
  const value = text ?? shell.unknown(why?.reason ?? 'the output of this `printf` is not evaluated', command);
  shell.status = text ? 0 : undefined;
  if (into === undefined) {
    shell.print(value, command);
    if (!text) shell.complain(command);
    return;
  }
  const span = { start: command.start, end: command.end };
  shell.assign(into, undefined, value, { append: false, span, nameSpan: span, valueSpan: span });
}

/** Runs a file whose text is known as if it stood here; its `return` leaves only that file. */
function sourceFile(args: Fields, command: SimpleCommand, interpreter: Execution): void {
  const { shell } = interpreter;
  const values = args.kind === 'fields' ? args.values : [];
  const operands = textOf(values[0]) === '--' ? values.slice(1) : values;
  const path = textOf(operands[0]);
  const fact = path === undefined ? undefined : path === '/dev/null' ? emptyFile : shell.fileAt(path);
  if (fact?.kind === 'absent') {
    shell.status = 1;
    shell.complain(command);
    return;
  }
  if (fact?.kind !== 'file' || fact.text === undefined) {
    const { assumed } = shell;
    shell.runUnread('what the sourced file assigns is not known', command);
    // A file that is a list of settings does not end the shell.
    if (/(?:\.config|auto\.conf|-release)$/.test(path ?? suffixOf(operands[0]))) shell.assumed = assumed;
    return;
  }
  const { positional } = shell;
  if (operands.length > 1) shell.positional = operands.slice(1);
  shell.status = 0;
  interpreter.runText(fact.text, command);
  if (operands.length > 1) shell.positional = positional;
}

function suffixOf(value: PathValue | undefined): string {
  return value?.kind === 'unknown' ? (value.suffix ?? '') : '';
}

const emptyFile = { kind: 'file', size: 0, text: '' } as const;

function runPrefixed(args: Fields, command: SimpleCommand, interpreter: Execution): Flow {
  const { shell } = interpreter;
  const texts = args.kind === 'fields' ? args.values.map(textOf) : undefined;
  const name = texts?.[0];
  const index = command.words.findIndex((word) => !('name' in word) && word !== command.words[0]);
  if (name?.startsWith('-') && name !== '--') {
    if (/^-[vV]+$/.test(name)) {
      shell.skipped('which commands there are is known only when dkms runs', command);
      return undefined;
    }
  } else if (name !== undefined && index === 1) {
    if (classifyCommand(name) === 'program' || classifyCommand(name) === 'prints') {
      evaluateProgram(name, { ...command, words: command.words.slice(1) }, interpreter);
      return undefined;
    }
    if (classifyCommand(name) === 'builtin') {
      return runBuiltin(name, { ...command, words: command.words.slice(1) }, interpreter);
    }
  }
  shell.runUnread('which command runs here is not known', command);
  return undefined;
}

function isHarmlessShopt(args: Fields): boolean {
  const texts = textsOf(args);
  return (
    texts !== undefined &&
    (texts.every((text) => /^(?:-s|-q|-qs|-sq|extglob)$/.test(text)) ||
      !texts.some((text) => /^-[su]/.test(text)))
  );
}

function isHarmlessTrap(args: Fields): boolean {
  const texts = textsOf(args);
  return (
    texts?.slice(1).every((text) => /^(?:SIG)?(?:INT|TERM|HUP|QUIT|USR1|USR2|PIPE)$|^-p$/.test(text)) ?? false
  );
}
