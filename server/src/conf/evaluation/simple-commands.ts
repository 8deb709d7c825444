import { type Command, plainText, type SimpleCommand, type Word } from '../syntax/script.ts';
import { assign } from './assigning.ts';
import { classifyCommand } from './builtin-names.ts';
import { runBuiltin } from './builtins.ts';
import { evaluateProgram } from './evaluate-program.ts';
import type { Execution, Flow } from './execution.ts';
import { isKnown } from './shell-state.ts';

/** Runs a simple command: assignments alone, or a command with its words. */
export function runSimple(command: SimpleCommand, interpreter: Execution): Flow {
  const { shell, expander } = interpreter;
  const { assignments, words } = command;
  const [first] = words;
  if (!first || 'name' in first) {
    shell.substituted = undefined;
    for (const assignment of assignments) assign(assignment, expander);
    shell.status = shell.substituted ? (shell.substituted as { status: number }).status : 0;
    return undefined;
  }
  const name = plainText(first);
  if (name === undefined) return runComputed(command, first, interpreter);
  return runNamed(name, command, interpreter);
}

/** Runs a command whose name is itself an expansion. */
function runComputed(command: SimpleCommand, first: Word, interpreter: Execution): Flow {
  const { shell, expander } = interpreter;
  shell.substituted = undefined;
  const fields = expander.fieldsOf(first);
  const [head, ...more] = fields.kind === 'fields' ? fields.values : [];
  if (fields.kind === 'fields' && !head && command.words.length === 1) {
    for (const assignment of command.assignments) assign(assignment, expander);
    shell.status = undefined;
    return undefined;
  }
  if (!head || !isKnown(head) || more.length > 0 || classifyCommand(head.text) !== 'program') {
    shell.runUnread('which command runs here is not known', command);
    return undefined;
  }
  return runNamed(head.text, command, interpreter);
}

function runNamed(name: string, command: SimpleCommand, interpreter: Execution): Flow {
  const { shell, expander } = interpreter;
  const definition = shell.functions.get(name);
  if (definition) return callFunction(definition, command, interpreter);
  // Assignments in front of a command last only while it runs, but side effects of expanding their values remain.
  for (const { value } of command.assignments) if ('parts' in value) expander.valueOf(value, 'assignment');
  const kind = classifyCommand(name);
  switch (kind) {
    case 'builtin':
      return runBuiltin(name, command, interpreter);
    case 'dies':
      return shell.endShell('`die` ends the shell that reads the file', command);
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
      // It ends only when nobody reads on, as in a pipeline; else dkms waits forever.
      if (name === 'yes') shell.giveUp('`yes` prints without end', command);
      evaluateProgram(name, command, interpreter);
      return undefined;
    default:
      return kind satisfies never;
  }
}

function callFunction(definition: Command, command: SimpleCommand, interpreter: Execution): Flow {
  const { shell, expander } = interpreter;
  const args = expander.fieldsOfAll(command.words.slice(1).filter((word): word is Word => !('name' in word)));
  const forgetPrefixes = () => {
    for (const { name } of command.assignments) {
      shell.variables.makeUnknown(name, 'it is set only while this function runs', shell.place ?? command);
    }
  };
  forgetPrefixes();
  if (++shell.callDepth > shell.limits.callDepth)
    shell.giveUp('functions call each other too deeply', command);
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
