import type { Redirect } from '../syntax/script.ts';
import type { Interpreter } from './interpreter.ts';
import { isKnown } from './machine.ts';

/**
 * Points the standard streams of a command elsewhere. False when the file cannot be opened, so that the command does not run;
 * `undefined` when it is not known whether it can.
 */
export function applyRedirect(redirect: Redirect, { machine, expander }: Interpreter): boolean | undefined {
  const { operator, descriptor, target } = redirect;
  if (operator === '<<<') {
    const text = target && expander.valueOf(target);
    if (descriptor !== undefined && descriptor !== '0') return true;
    machine.input =
      text && isKnown(text) ? { rest: `${text.text}\n` } : { rest: undefined, ...(text && { why: text }) };
    return true;
  }
  // The text of a here-document is not followed.
  if (!target) {
    machine.input = { rest: undefined };
    return true;
  }
  const [part] = target.parts;
  // What another program prints at the same time can always be opened.
  if (operator === '<' && target.parts.length === 1 && part?.kind === 'command' && part.body === undefined) {
    machine.input = { rest: undefined };
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
    return operator === '<' ? openInput(path, machine) : openUnknownInput(machine);
  }
  if (operator === '>&' && path !== undefined && /^(?:\d+|-)$/.test(path)) {
    return duplicate(descriptor ?? '1', path, redirect, machine);
  }
  const both = operator.startsWith('&') || (operator === '>&' && descriptor === undefined);
  // Whatever is written there, nobody follows it.
  const written =
    path === '/dev/stdout' ? machine.output : path === '/dev/stderr' ? machine.errors : undefined;
  const streams = both ? ['1', '2'] : [descriptor ?? '1'];
  if (streams.includes('1')) machine.output = written;
  if (streams.includes('2')) machine.errors = written;
  if (path === '/dev/null' || path === '/dev/stderr' || path === '/dev/stdout') return true;
  machine.filesMayHaveChanged = true;
  return undefined;
}

type Machine = Interpreter['machine'];

function openInput(path: string | undefined, machine: Machine): boolean | undefined {
  if (path === '/dev/null') {
    machine.input = { rest: '' };
    return true;
  }
  if (path === '/dev/stdin') return true;
  const fact = path === undefined ? undefined : machine.fileAt(path);
  if (fact?.kind === 'absent') return false;
  machine.input = { rest: fact?.kind === 'file' ? fact.text : undefined };
  return fact?.kind === 'file' && fact.text !== undefined ? true : undefined;
}

function openUnknownInput(machine: Machine): undefined {
  machine.input = { rest: undefined };
  return undefined;
}

/** `2>&1` and its kind. */
function duplicate(
  descriptor: string,
  source: string,
  redirect: Redirect,
  machine: Machine,
): boolean | undefined {
  const streams: Readonly<Record<string, Machine['output'] | 'closed'>> = {
    '1': machine.output,
    '2': machine.errors,
    '-': 'closed',
  };
  if (descriptor !== '1' && descriptor !== '2') {
    // What is printed may go that way, and in another order.
    machine.printUnknown('where this goes is not followed', redirect);
    return source === '1' || source === '2' || source === '-' ? true : undefined;
  }
  if (!Object.hasOwn(streams, source)) {
    machine.printUnknown('where this goes is not followed', redirect);
    return undefined;
  }
  const stream = streams[source];
  // Printing to a closed stream fails, which no program of ours is asked about.
  if (stream === 'closed') {
    machine.printUnknown('where this goes is not followed', redirect);
    return true;
  }
  if (descriptor === '1') machine.output = stream;
  else machine.errors = stream;
  return true;
}
