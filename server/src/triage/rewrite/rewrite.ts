import type { Change, Rewrite } from '../change.ts';
import type { Call, CSource, TextSpan } from './c-source.ts';
import { rewriteCallback } from './callback.ts';
import { addInclude, rewriteInclude } from './includes.ts';
import type { Replacement, Rewritten } from './replacement.ts';

/** The result, with the rewrites that found something. */
export interface RewrittenSource extends Rewritten {
  readonly applied: readonly Rewrite[];
}

/**
 * Rewrites every use of a change's old form in one file. Uses that no rewrite fits are listed in `left`. For a file without uses the
 * result is empty, even if the change requires an `#include`.
 */
export function rewriteSource(source: CSource, change: Pick<Change, 'rewrite'>): RewrittenSource {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const applied: Rewrite[] = [];
  const includes: Extract<Rewrite, { kind: 'add-include' }>[] = [];
  for (const rewrite of change.rewrite ?? []) {
    if (rewrite.kind === 'add-include') {
      includes.push(rewrite);
      continue;
    }
    const result = applyRewrite(source, rewrite);
    if (result.replacements.length > 0) applied.push(rewrite);
    for (const each of result.replacements) addReplacement(replacements, each, rewrite);
    left.push(...result.left);
  }
  const remaining = left.filter(
    (use) => !replacements.some((each) => each.start <= use.offset && use.offset < each.end),
  );
  const onlyIncludes = includes.length === change.rewrite?.length;
  for (const { header } of replacements.length > 0 || onlyIncludes ? includes : []) {
    // If the change is only a header, older kernels do not have that header.
    for (const { harmless, ...added } of addInclude(source, header))
      replacements.push(harmless && !onlyIncludes ? { ...added, harmless } : added);
  }
  return { replacements: replacements.sort((a, b) => a.start - b.start), left: remaining, applied };
}

/** If two rewrites match one use, the first in the list applies; a name inside a rewritten call is renamed in the rewritten text. */
function addReplacement(list: Replacement[], replacement: Replacement, { kind, ...rewrite }: Rewrite): void {
  const at = list.findIndex((other) => overlap(other, replacement));
  const other = list[at];
  if (!other) list.push(replacement);
  else if (kind === 'rename' && 'from' in rewrite)
    list[at] = {
      ...other,
      text: other.text.replace(new RegExp(`\\b${rewrite.from}\\b`, 'g'), replacement.text),
    };
}

function overlap(a: TextSpan, b: TextSpan): boolean {
  return a.start < b.end && b.start < a.end;
}

function applyRewrite(source: CSource, rewrite: Exclude<Rewrite, { kind: 'add-include' }>): Rewritten {
  switch (rewrite.kind) {
    case 'rename':
      return rewriteNames(source, rewrite);
    case 'call':
      return rewriteCalls(source, rewrite);
    case 'call-on-member':
      return found(callsOnMember(source, rewrite));
    case 'cast':
      return found(source.calls(rewrite.function).flatMap((call) => castArgument(source, call, rewrite)));
    case 'drop-call':
      return dropCalls(source, rewrite.name);
    case 'include':
      return found(rewriteInclude(source, rewrite.from, rewrite.to));
    case 'initializer':
      return found(rewriteInitializers(source, rewrite));
    case 'assignment':
      return found(rewriteAssignments(source, rewrite));
    case 'element-assignment':
      return found(rewriteElements(source, rewrite));
    case 'read':
      return found(rewriteReads(source, rewrite));
    case 'path':
      return found(rewritePaths(source, rewrite));
    case 'setup':
      return rewriteSetups(source, rewrite);
    case 'callback':
      return rewriteCallback(source, rewrite);
    default:
      return rewrite satisfies never;
  }
}

const found = (replacements: readonly Replacement[]): Rewritten => ({ replacements, left: [] });

type Of<Kind extends Rewrite['kind']> = Extract<Rewrite, { kind: Kind }>;

function rewriteNames(source: CSource, { from, to, unusedValue }: Of<'rename'>): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  // The file defines a function of that name itself, so its calls are not the kernel's.
  if (source.functions(from).length > 0) return { replacements, left };
  for (const index of source.names(from)) {
    const token = source.tokens[index];
    if (!token) continue;
    if (unusedValue && !isStatement(source, index))
      left.push({
        offset: token.start,
        reason: `what ${from}() returns is used here, and ${to}() returns something else`,
      });
    else replacements.push({ start: token.start, end: token.end, text: to });
  }
  return { replacements, left };
}

/** Whether the call that begins at the token is a statement of its own, or its value is thrown away by a cast to void. */
function isStatement(source: CSource, index: number): boolean {
  const before = source.tokens[index - 1]?.text ?? ';';
  if ([';', '{', '}', 'else', 'do', ':'].includes(before)) return true;
  if (before !== ')') return false;
  const open = source.partner(index - 1);
  const word = open === undefined ? undefined : source.tokens[open - 1]?.text;
  const isVoidCast = open === index - 3 && source.tokens[index - 2]?.text === 'void';
  return isVoidCast || ['if', 'for', 'while', 'switch'].includes(word ?? '');
}

function rewriteCalls(source: CSource, { name, arguments: count, where, to }: Of<'call'>): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  for (const call of source.calls(name)) {
    if (call.arguments.length !== count) continue;
    const written = call.arguments.map((argument) => source.slice(argument));
    if (where && !where.is.includes(written[where.position - 1] ?? '')) {
      left.push({
        offset: call.start,
        reason: `argument ${where.position} of ${name}() is ${written[where.position - 1]}, and only for ${where.is.join(' or ')} is it clear what to write`,
      });
      continue;
    }
    // Already in the new form: MODULE_IMPORT_NS("X") has as many arguments as MODULE_IMPORT_NS(X).
    if (to.includes('"$1"') && written[0]?.startsWith('"')) continue;
    replacements.push({ start: call.start, end: call.end, text: fill(to, { arguments: written }) });
  }
  return { replacements, left };
}

function callsOnMember(source: CSource, { name, position, member, to }: Of<'call-on-member'>): Replacement[] {
  return source.calls(name).flatMap((call) => {
    const argument = call.arguments[position - 1];
    const object = argument && /^([\s\S]*?)\s*(?:->|\.)\s*(\w+)$/.exec(source.slice(argument));
    if (!argument || object?.[2] !== member) return [];
    const written = call.arguments.map((each) => source.slice(each));
    return [
      {
        start: call.start,
        end: call.end,
        text: fill(to, { arguments: written, object: pointer(source.slice(argument), object[1] ?? '') }),
      },
    ];
  });
}

/** The object as a pointer: `dev` for `dev->x`, `&dev` for `dev.x`. */
function pointer(access: string, object: string): string {
  return access.slice(object.length).trimStart().startsWith('->') ? object : `&${object}`;
}

function castArgument(source: CSource, call: Call, { position, type }: Of<'cast'>): Replacement[] {
  const argument = call.arguments[position - 1];
  if (!argument) return [];
  const text = source.slice(argument);
  const cast = /^\(\s*(?:const\s+)?struct\s+\w+\s*\*\s*\)\s*/.exec(text);
  if (cast?.[0].replace(/\s+/g, '') === `(${type})`.replace(/\s+/g, '')) return [];
  if (cast) return [{ start: argument.start, end: argument.start + cast[0].length, text: `(${type})` }];
  const simple = /^&?[\w.>[\]-]+$/.test(text);
  return [{ ...argument, text: simple ? `(${type})${text}` : `(${type})(${text})` }];
}

function dropCalls(source: CSource, name: string): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  for (const call of source.calls(name)) {
    const statement = source.statementAround(call.index);
    const before = source.tokens[call.index - 1]?.text ?? '';
    if (statement?.first === call.index && statement.last === call.close + 1)
      replacements.push({ ...wholeLines(source.text, statement), text: '' });
    // The only statement of an `if` or a loop can't be removed without a replacement.
    else if (
      statement?.last === call.close + 1 &&
      [')', 'else'].includes(before) &&
      isStatement(source, call.index)
    )
      replacements.push({ start: call.start, end: call.end, text: 'do { } while (0)' });
    else left.push({ offset: call.start, reason: `what ${name}() returns is used here` });
  }
  return { replacements, left };
}

/** The span extended by its indentation and line end, if there is nothing else on its lines. */
function wholeLines(text: string, stretch: TextSpan): TextSpan {
  const start = text.lastIndexOf('\n', stretch.start - 1) + 1;
  const newline = text.indexOf('\n', stretch.end);
  const end = newline < 0 ? text.length : newline + 1;
  const alone = text.slice(start, stretch.start).trim() === '' && text.slice(stretch.end, end).trim() === '';
  return alone ? { start, end } : stretch;
}

function rewriteInitializers(
  source: CSource,
  { struct, member, value, to }: Of<'initializer'>,
): Replacement[] {
  return source.memberValues(member).flatMap((each) => {
    if (each.owner !== struct || (value !== undefined && source.slice(each.value) !== value)) return [];
    if (to !== undefined) return [{ start: each.member.start, end: each.member.end, text: to }];
    return [{ ...wholeLines(source.text, each.whole), text: '' }];
  });
}

function rewriteAssignments(source: CSource, { member, operator, to }: Of<'assignment'>): Replacement[] {
  return membersOf(source, member).flatMap(({ index, object, access }) => {
    const equals = source.tokens[index + 1];
    const statement = source.statementAround(index);
    const last = statement && source.tokens[statement.last];
    if (equals?.text !== operator || !last || object.start !== statement.start) return [];
    const value = source.text.slice(equals.end, last.start).trim();
    const complement =
      /^~\s*\(([^()]*)\)$/.exec(value)?.[1] ?? /^~\s*(\w+)$/.exec(value)?.[1] ?? `~(${value})`;
    const names = { object: pointer(source.slice(access), source.slice(object)), value, complement };
    return [{ start: statement.start, end: last.start, text: fill(to, names) }];
  });
}

function rewriteElements(source: CSource, { member, to }: Of<'element-assignment'>): Replacement[] {
  return membersOf(source, member).flatMap(({ index, object, access }) => {
    const close = source.tokens[index + 1]?.text === '[' ? source.partner(index + 1) : undefined;
    const equals = close === undefined ? undefined : source.tokens[close + 1];
    const statement = source.statementAround(index);
    const last = statement && source.tokens[statement.last];
    const [open, end] = [source.tokens[index + 1], close === undefined ? undefined : source.tokens[close]];
    if (equals?.text !== '=' || !last || !open || !end || object.start !== statement.start) return [];
    const names = {
      object: pointer(source.slice(access), source.slice(object)),
      index: source.text.slice(open.end, end.start).trim(),
      value: source.text.slice(equals.end, last.start).trim(),
    };
    return [{ start: statement.start, end: last.start, text: fill(to, names) }];
  });
}

function rewriteReads(source: CSource, { struct, member, to }: Of<'read'>): Replacement[] {
  return membersOf(source, member).flatMap(({ index, object, access }) => {
    const next = source.tokens[index + 1]?.text ?? '';
    if (/^(?:=|[-+*/%&|^]=|<<=|>>=|\+\+|--|\[|\.|->|\()$/.test(next) || source.structOf(index) !== struct)
      return [];
    const token = source.tokens[index];
    const before = source.tokens[source.tokenAfter(object.start) - 1];
    if (!token || (before?.text === '&' && before.end === object.start)) return [];
    const names = {
      object: pointer(source.slice(access), source.slice(object)),
      access: source.text.slice(object.start, token.start),
    };
    return [{ start: object.start, end: token.end, text: fill(to, names) }];
  });
}

function rewritePaths(source: CSource, { from, to }: Of<'path'>): Replacement[] {
  return membersOf(source, from[0] ?? '', true).flatMap(({ index }) => {
    const fits = from.every(
      (name, at) => source.tokens[index + 2 * at]?.text === name && source.isMember(index + 2 * at),
    );
    const start = source.tokens[index];
    const end = source.tokens[index + 2 * (from.length - 1)];
    return fits && start && end ? [{ start: start.start, end: end.end, text: to.join('.') }] : [];
  });
}

function rewriteSetups(
  source: CSource,
  { call: name, arguments: count, member, to }: Of<'setup'>,
): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const values = source.memberValues(member);
  for (const call of source.calls(name)) {
    if (call.arguments.length !== count) continue;
    const written = call.arguments.map((argument) => source.slice(argument));
    const body = source.functionAround(call.index)?.body;
    const wanted = squeeze(pointerTo(written[0] ?? ''));
    const assignment = values.filter((each) => {
      const access = source.text.slice(each.whole.start, each.member.start);
      const object = access.replace(/(?:->|\.)\s*$/, '');
      return (
        body &&
        each.whole.start > body.start &&
        each.whole.end < body.end &&
        squeeze(pointer(access, object)) === wanted
      );
    });
    const [only] = assignment;
    if (!only || assignment.length > 1) {
      left.push({
        offset: call.start,
        reason: `the callback of ${written[0]} is not set once in the same function`,
      });
      continue;
    }
    replacements.push({
      start: call.start,
      end: call.end,
      text: fill(to, { arguments: written, value: source.slice(only.value) }),
    });
    replacements.push({ ...wholeLines(source.text, only.whole), text: '' });
  }
  return { replacements, left };
}

const squeeze = (text: string) => text.replace(/[\s()]/g, '');
const pointerTo = (argument: string) => argument.trim();

/** Every `object.member` and `object->member`; the object extends over names, members, indices and calls. */
function membersOf(
  source: CSource,
  member: string,
  withInitializers = false,
): readonly { readonly index: number; readonly object: TextSpan; readonly access: TextSpan }[] {
  return source.members(member).flatMap((index) => {
    const token = source.tokens[index];
    let first = index;
    while (source.isMember(first)) {
      let at = first - 2;
      while ([')', ']'].includes(source.tokens[at]?.text ?? '')) at = (source.partner(at) ?? 1) - 1;
      if (source.tokens[at]?.kind !== 'name') at++;
      if (at >= first - 1) break;
      first = at;
    }
    const start = source.tokens[first];
    const before = source.tokens[index - 1];
    const end = source.tokens[index - 2];
    if (!token || !start || !before || !end) return [];
    if (first === index && !withInitializers) return [];
    return [
      { index, object: { start: start.start, end: end.end }, access: { start: start.start, end: token.end } },
    ];
  });
}

/** Inserts the parts of the old use into the `to` of a rewrite. */
function fill(
  to: string,
  names: {
    readonly arguments?: readonly string[];
    readonly object?: string;
    readonly access?: string;
    readonly value?: string;
    readonly complement?: string;
    readonly index?: string;
  },
): string {
  return to.replace(
    /\$(p?)(\d)|\$(object|access|value|complement|index)/g,
    (_, primary: string, position: string, name: string) => {
      if (name) return names[name as 'object'] ?? '';
      const written = names.arguments?.[Number(position) - 1] ?? '';
      return primary && !/^[\w.>[\]-]+$/.test(written) ? `(${written})` : written;
    },
  );
}
