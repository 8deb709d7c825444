import { type Command, plainText, type SimpleCommand, type Word } from '../syntax/script.ts';
import { classifyCommand } from './builtin-names.ts';
import { runBuiltin } from './builtins.ts';
import type { CommandInput } from './commands/command-model.ts';
import { changesNoFile, findModel } from './commands/command-table.ts';
import { excerpt } from './excerpt.ts';
import { textsOf } from './expansion.ts';
import type { Flow, Interpreter } from './interpreter.ts';
import { isKnown } from './shell-state.ts';
import { known } from './value.ts';

/** Assignments, or a command with its words. */
export function runSimple(command: SimpleCommand, interpreter: Interpreter): Flow {
  const { machine: shell, expander } = interpreter;
  const { assignments, words } = command;
  const [first] = words;
  if (!first || 'name' in first) {
    shell.substituted = undefined;
    for (const assignment of assignments) expander.assign(assignment);
    shell.status = shell.substituted ? (shell.substituted as { status: number }).status : 0;
    return undefined;
  }
  const name = plainText(first);
  if (name === undefined) return runComputed(command, first, interpreter);
  return runNamed(name, command, interpreter);
}

/** The command's name is itself an expansion. */
function runComputed(command: SimpleCommand, first: Word, interpreter: Interpreter): Flow {
  const { machine: shell, expander } = interpreter;
  shell.substituted = undefined;
  const fields = expander.fieldsOf(first);
  const [head, ...more] = fields.kind === 'fields' ? fields.values : [];
  if (fields.kind === 'fields' && !head && command.words.length === 1) {
    for (const assignment of command.assignments) expander.assign(assignment);
    shell.status = undefined;
    return undefined;
  }
  if (!head || !isKnown(head) || more.length > 0 || classifyCommand(head.text) !== 'program') {
    shell.runUnread('which command runs here is not known', command);
    return undefined;
  }
  return runNamed(head.text, command, interpreter);
}

function runNamed(name: string, command: SimpleCommand, interpreter: Interpreter): Flow {
  const { machine: shell, expander } = interpreter;
  const definition = shell.functions.get(name);
  if (definition) return callFunction(definition, command, interpreter);
  // Assignments in front of a command last only while it runs; what their values do on the way lasts.
  for (const { value } of command.assignments) if ('parts' in value) expander.valueOf(value, 'assignment');
  const kind = classifyCommand(name);
  switch (kind) {
    case 'builtin':
      return runBuiltin(name, command, interpreter);
    case 'dies':
      return shell.lose('`die` ends the shell that reads the file', command);
    case 'dkms': {
      const reason = `\`${name}\` is a function of dkms itself`;
      shell.variables.makeEverythingUnknown(reason, shell.place ?? command);
      shell.filesMayHaveChanged = true;
      shell.skipped(reason, command);
      return undefined;
    }
    case 'prints':
      for (const word of command.words.slice(1)) if (!('name' in word)) expander.fieldsOf(word);
      shell.skipped(`\`${name}\` is a function of dkms itself`, command);
      return undefined;
    case 'program':
      runProgram(name, command, interpreter);
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** A program: what it prints and returns, where there is a model of it; nothing is ever started. */
export function runProgram(name: string, command: SimpleCommand, interpreter: Interpreter): void {
  const { machine: shell, expander } = interpreter;
  const words = command.words.slice(1).filter((word): word is Word => !('name' in word));
  const args = expander.fieldsOfAll(words);
  const texts = textsOf(args);
  const model = isPlainCall(command, interpreter) && texts ? findModel(name) : undefined;
  const { input } = shell;
  const outcome =
    model &&
    texts &&
    model({
      args: texts,
      stdin: input.rest,
      outside: shell.outside,
      readFile: (path) => readFile(path, shell),
      work: shell.workAt(command),
    });
  if (outcome) {
    const { output, status, complains, readsInput } = outcome;
    shell.print(typeof output === 'string' ? known(output) : output, command);
    if (complains) shell.complain(command);
    // Where it stops in its input is its own affair.
    if (readsInput) input.rest = status === 0 ? '' : input.rest === '' ? '' : undefined;
    shell.status = status;
    return;
  }
  if (!changesNoFile(name, texts)) shell.filesMayHaveChanged = true;
  const why = args.kind === 'unknown' ? args : args.values.find((value) => value.kind === 'unknown');
  const cause =
    model || findModel(name) ? (why ?? (input.rest === undefined ? input.why : undefined)) : undefined;
  shell.skipped(
    cause?.kind === 'unknown'
      ? cause.reason
      : `the output of \`${excerpt(interpreter.text, command)}\` is known only when it runs`,
    command,
  );
}

function readFile(path: string, shell: Interpreter['machine']): ReturnType<CommandInput['readFile']> {
  const fact = path === '/dev/null' ? { kind: 'file' as const, size: 0, text: '' } : shell.fileAt(path);
  if (fact?.kind === 'absent') return 'absent';
  if (fact?.kind !== 'file' || fact.text === undefined) return 'unknown';
  return { text: fact.text };
}

/** Whether nothing in the file changes which program a name stands for, or how it reads its input. */
function isPlainCall({ assignments }: SimpleCommand, { machine: shell }: Interpreter): boolean {
  if (assignments.some(({ name }) => !/^(?:LC_[A-Z]+|LANG|LANGUAGE|IFS)$/.test(name))) return false;
  const path = shell.variables.get('PATH');
  return !path.open && path.elements.get(0)?.assignment === undefined;
}

function callFunction(definition: Command, command: SimpleCommand, interpreter: Interpreter): Flow {
  const { machine: shell, expander } = interpreter;
  const args = expander.fieldsOfAll(command.words.slice(1).filter((word): word is Word => !('name' in word)));
  const forgetPrefixes = () => {
    for (const { name } of command.assignments) {
      shell.variables.makeUnknown(name, 'it is set only while this function runs', shell.place ?? command);
    }
  };
  forgetPrefixes();
  if (++shell.callDepth > shell.limits.callDepth) shell.giveUp('functions call each other too deep', command);
  const outer = { positional: shell.positional, loopDepth: shell.loopDepth };
  shell.positional = args.kind === 'fields' ? args.values : undefined;
  shell.loopDepth = 0;
  shell.variables.enterFunction();
  interpreter.runCommand(definition);
  shell.variables.leaveFunction();
  shell.positional = outer.positional;
  shell.loopDepth = outer.loopDepth;
  shell.callDepth--;
  forgetPrefixes();
  return undefined;
}
