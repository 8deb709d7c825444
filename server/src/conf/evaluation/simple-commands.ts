import type { Command, SimpleCommand, Word } from '../syntax/script.ts';
import { classifyCommand } from './builtin-names.ts';
import { runBuiltin } from './builtins.ts';
import type { CommandInput } from './commands/command-model.ts';
import { changesNoFile, findModel } from './commands/command-table.ts';
import { plainText } from './effects.ts';
import { excerpt } from './excerpt.ts';
import { textsOf } from './expansion.ts';
import type { Flow, Interpreter } from './interpreter.ts';
import { isKnown } from './machine.ts';
import { known } from './value.ts';

/** Assignments, or a command with its words. */
export function runSimple(command: SimpleCommand, interpreter: Interpreter): Flow {
  const { machine, expander } = interpreter;
  const { assignments, words } = command;
  const [first] = words;
  if (!first || 'name' in first) {
    machine.substituted = undefined;
    for (const assignment of assignments) expander.assign(assignment);
    machine.status = machine.substituted ? (machine.substituted as { status: number }).status : 0;
    return undefined;
  }
  const name = plainText(first);
  if (name === undefined) return runComputed(command, first, interpreter);
  return runNamed(name, command, interpreter);
}

/** The command's name is itself an expansion. */
function runComputed(command: SimpleCommand, first: Word, interpreter: Interpreter): Flow {
  const { machine, expander } = interpreter;
  machine.substituted = undefined;
  const fields = expander.fieldsOf(first);
  const [head, ...more] = fields.kind === 'fields' ? fields.values : [];
  if (fields.kind === 'fields' && !head && command.words.length === 1) {
    for (const assignment of command.assignments) expander.assign(assignment);
    machine.status = undefined;
    return undefined;
  }
  if (!head || !isKnown(head) || more.length > 0 || classifyCommand(head.text) !== 'program') {
    const reason = 'which command runs here is not known';
    const place = machine.place ?? command;
    machine.variables.makeEverythingUnknown(reason, place);
    machine.mayBeLost ??= { reason, span: place };
    machine.filesMayHaveChanged = true;
    machine.skipped(reason, command);
    return undefined;
  }
  return runNamed(head.text, command, interpreter);
}

function runNamed(name: string, command: SimpleCommand, interpreter: Interpreter): Flow {
  const { machine, expander } = interpreter;
  const definition = machine.functions.get(name);
  if (definition) return callFunction(definition, command, interpreter);
  // Assignments in front of a command last only while it runs; what their values do on the way lasts.
  for (const { value } of command.assignments) if ('parts' in value) expander.valueOf(value, 'assignment');
  const kind = classifyCommand(name);
  switch (kind) {
    case 'builtin':
      return runBuiltin(name, command, interpreter);
    case 'dies':
      return machine.lose('`die` ends the shell that reads the file', command);
    case 'dkms': {
      const reason = `\`${name}\` is a function of dkms itself`;
      machine.variables.makeEverythingUnknown(reason, machine.place ?? command);
      machine.filesMayHaveChanged = true;
      machine.skipped(reason, command);
      return undefined;
    }
    case 'prints':
      for (const word of command.words.slice(1)) if (!('name' in word)) expander.fieldsOf(word);
      machine.skipped(`\`${name}\` is a function of dkms itself`, command);
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
  const { machine, expander } = interpreter;
  const words = command.words.slice(1).filter((word): word is Word => !('name' in word));
  const args = expander.fieldsOfAll(words);
  const texts = textsOf(args);
  const model = isPlainCall(command, interpreter) && texts ? findModel(name) : undefined;
  const { input } = machine;
  const outcome =
    model &&
    texts &&
    model({
      args: texts,
      stdin: input.rest,
      outside: machine.outside,
      readFile: (path) => readFile(path, machine),
      work: machine.workAt(command),
    });
  if (outcome) {
    const { output, status, complains, readsInput } = outcome;
    machine.print(typeof output === 'string' ? known(output) : output, command);
    if (complains) machine.complain(command);
    // Where it stops in its input is its own affair.
    if (readsInput) input.rest = status === 0 ? '' : input.rest === '' ? '' : undefined;
    machine.status = status;
    return;
  }
  if (!changesNoFile(name, texts)) machine.filesMayHaveChanged = true;
  const why = args.kind === 'unknown' ? args : args.values.find((value) => value.kind === 'unknown');
  const cause =
    model || findModel(name) ? (why ?? (input.rest === undefined ? input.why : undefined)) : undefined;
  machine.skipped(
    cause?.kind === 'unknown'
      ? cause.reason
      : `the output of \`${excerpt(interpreter.text, command)}\` is known only when it runs`,
    command,
  );
}

function readFile(path: string, machine: Interpreter['machine']): ReturnType<CommandInput['readFile']> {
  const fact = path === '/dev/null' ? { kind: 'file' as const, size: 0, text: '' } : machine.fileAt(path);
  if (fact?.kind === 'absent') return 'absent';
  if (fact?.kind !== 'file' || fact.text === undefined) return 'unknown';
  return { text: fact.text };
}

/** Whether nothing in the file changes which program a name stands for, or how it reads its input. */
function isPlainCall({ assignments }: SimpleCommand, { machine }: Interpreter): boolean {
  if (assignments.some(({ name }) => !/^(?:LC_[A-Z]+|LANG|LANGUAGE|IFS)$/.test(name))) return false;
  const path = machine.variables.get('PATH');
  return !path.open && path.elements.get(0)?.assignment === undefined;
}

function callFunction(definition: Command, command: SimpleCommand, interpreter: Interpreter): Flow {
  const { machine, expander } = interpreter;
  const args = expander.fieldsOfAll(command.words.slice(1).filter((word): word is Word => !('name' in word)));
  const forgetPrefixes = () => {
    for (const { name } of command.assignments) {
      machine.variables.makeUnknown(
        name,
        'it is set only while this function runs',
        machine.place ?? command,
      );
    }
  };
  forgetPrefixes();
  if (++machine.callDepth > machine.limits.callDepth)
    machine.giveUp('functions call each other too deep', command);
  const outer = { positional: machine.positional, loopDepth: machine.loopDepth };
  machine.positional = args.kind === 'fields' ? args.values : undefined;
  machine.loopDepth = 0;
  machine.variables.enterFunction();
  interpreter.runCommand(definition);
  machine.variables.leaveFunction();
  machine.positional = outer.positional;
  machine.loopDepth = outer.loopDepth;
  machine.callDepth--;
  forgetPrefixes();
  return undefined;
}
