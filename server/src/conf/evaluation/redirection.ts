import type { Redirect } from '../syntax/script.ts';
import type { Execution } from './execution.ts';
import { type Input, isKnown, join } from './shell-state.ts';
import { known } from './value.ts';
import type { PathValue } from './variables.ts';

/**
 * Redirects the standard streams of a command. False if the file can't be opened, so that the command does not run; `undefined` if that is
 * not known.
 */
export function applyRedirect(redirect: Redirect, execution: Execution): boolean | undefined {
  const { shell, expander } = execution;
  const { operator, descriptor, target } = redirect;
  if (operator === '<<<') {
    const text = target && expander.valueOf(target);
    if (descriptor !== undefined && descriptor !== '0') return true;
    shell.input = text ? inputOf(join(text, known('\n'))) : { rest: undefined };
    return true;
  }
  if (!target) {
    openDocument(redirect, execution);
    return true;
  }
  const [part] = target.parts;
  // The output of a process substitution can always be opened.
  if (operator === '<' && target.parts.length === 1 && part?.kind === 'command' && part.process === '<') {
    // Their exit status is not that of this command.
    const { status, substituted } = shell;
    const text = execution.printedBy(part);
    Object.assign(shell, { status, substituted });
    if (descriptor === undefined || descriptor === '0') shell.input = inputOf(text);
    return true;
  }
  const fields = expander.fieldsOf(target);
  const [value, ...more] = fields.kind === 'fields' ? fields.values : [];
  if (fields.kind === 'fields' && (!value || more.length > 0)) return false;
  const path = value && isKnown(value) ? value.text : undefined;
  if (operator.startsWith('<')) {
    if (descriptor !== undefined && descriptor !== '0') {
      return path === '/dev/null' || operator === '<&' ? true : undefined;
    }
    return operator === '<' ? openInput(path, shell) : openUnknownInput(shell);
  }
  if (operator === '>&' && path !== undefined && /^(?:\d+|-)$/.test(path)) {
    return duplicate(descriptor ?? '1', path, redirect, shell);
  }
  const both = operator.startsWith('&') || (operator === '>&' && descriptor === undefined);
  // What is written to other files is not tracked.
  const written = path === '/dev/stdout' ? shell.output : path === '/dev/stderr' ? shell.errors : undefined;
  const streams = both ? ['1', '2'] : [descriptor ?? '1'];
  if (streams.includes('1')) shell.output = written;
  if (streams.includes('2')) shell.errors = written;
  if (path === '/dev/null' || path === '/dev/stderr' || path === '/dev/stdout') return true;
  shell.filesMayHaveChanged = true;
  return undefined;
}

type Shell = Execution['shell'];

function inputOf(text: PathValue): Input {
  return isKnown(text) ? { rest: text.text } : { rest: undefined, why: text };
}

function openDocument({ descriptor, document, start, end }: Redirect, execution: Execution): void {
  const { shell } = execution;
  const place = { start, end };
  const text =
    document?.text === undefined
      ? shell.unknown('the here-document does not end', place)
      : document.isLiteral
        ? shell.bounded(known(document.text), place)
        : execution.expandDocument(document.text, place);
  if (descriptor === undefined || descriptor === '0') shell.input = inputOf(text);
}

function openInput(path: string | undefined, shell: Shell): boolean | undefined {
  if (path === '/dev/null') {
    shell.input = { rest: '' };
    return true;
  }
  if (path === '/dev/stdin') return true;
  const fact = path === undefined ? undefined : shell.fileAt(path);
  if (fact?.kind === 'absent') return false;
  shell.input = { rest: fact?.kind === 'file' ? fact.text : undefined };
  return fact?.kind === 'file' && fact.text !== undefined ? true : undefined;
}

function openUnknownInput(shell: Shell): undefined {
  shell.input = { rest: undefined };
  return undefined;
}

/** `2>&1` and the like. */
function duplicate(
  descriptor: string,
  source: string,
  redirect: Redirect,
  shell: Shell,
): boolean | undefined {
  const streams: Readonly<Record<string, Shell['output'] | 'closed'>> = {
    '1': shell.output,
    '2': shell.errors,
    '-': 'closed',
  };
  if (descriptor !== '1' && descriptor !== '2') {
    // Output may go either way, so its order is not known.
    shell.printUnknown('the target of this redirection is not evaluated', redirect);
    return source === '1' || source === '2' || source === '-' ? true : undefined;
  }
  if (!Object.hasOwn(streams, source)) {
    shell.printUnknown('the target of this redirection is not evaluated', redirect);
    return undefined;
  }
  const stream = streams[source];
  // Writing to a closed stream fails, which the models of programs do not take into account.
  if (stream === 'closed') {
    shell.printUnknown('the target of this redirection is not evaluated', redirect);
    return true;
  }
  if (descriptor === '1') shell.output = stream;
  else shell.errors = stream;
  return true;
}
