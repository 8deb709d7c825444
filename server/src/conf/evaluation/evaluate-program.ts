import type { SimpleCommand, Word } from '../syntax/script.ts';
import type { CommandInput } from './commands/command-model.ts';
import { changesNoFile, findModel } from './commands/command-table.ts';
import { excerpt } from './excerpt.ts';
import type { Execution } from './execution.ts';
import { textsOf } from './expansion.ts';
import type { ShellState } from './shell-state.ts';
import { known } from './value.ts';

/** Evaluates a program by its model, if it has one. No program is ever started. */
export function evaluateProgram(name: string, command: SimpleCommand, interpreter: Execution): void {
  const { shell, expander } = interpreter;
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
      hostFacts: shell.hostFacts,
      readFile: (path) => readFile(path, shell),
      work: shell.workAt(command),
    });
  if (outcome) {
    const { output, status, complains, readsInput } = outcome;
    shell.print(typeof output === 'string' ? known(output) : output, command);
    if (complains) shell.complain(command);
    // It is not known how much of its input a failing program reads.
    if (readsInput)
      input.rest = input.rest === '' || (status === 0 && readsInput !== 'partly') ? '' : undefined;
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

function readFile(path: string, shell: ShellState): ReturnType<CommandInput['readFile']> {
  const fact = path === '/dev/null' ? { kind: 'file' as const, size: 0, text: '' } : shell.fileAt(path);
  if (fact?.kind === 'absent') return 'absent';
  if (fact?.kind !== 'file' || fact.text === undefined) return 'unknown';
  return { text: fact.text };
}

/** Whether nothing in the file changes which program the name refers to, or how it reads its input. */
function isPlainCall({ assignments }: SimpleCommand, { shell }: Execution): boolean {
  if (assignments.some(({ name }) => !/^(?:LC_[A-Z]+|LANG|LANGUAGE|IFS)$/.test(name))) return false;
  const path = shell.variables.get('PATH');
  return !path.open && path.elements.get(0)?.assignment === undefined;
}
