import { escapeRegex } from '../../escape-regex.ts';
import type { Rewrite } from '../change.ts';
import type { CSource, TextSpan } from './c-source.ts';
import type { Replacement, ReportedLines, Rewritten } from './replacement.ts';
import { asPointer, fillRewrite } from './rewrite-template.ts';
import { removeStatement } from './statement-removal.ts';
import { beginsStatement } from './statement-start.ts';

type Of<Kind extends Rewrite['kind']> = Extract<Rewrite, { kind: Kind }>;

export function rewriteAssignments(
  source: CSource,
  { struct, member, operator, values, to }: Of<'assignment'>,
): Replacement[] {
  return membersOf(source, member).flatMap(({ index, object, access }) => {
    const equals = source.tokens[index + 1];
    const statement = source.statementAround(index);
    const last = statement && source.tokens[statement.last];
    if (equals?.text !== operator || !last || !beginsStatement(source, source.tokenAfter(object.start)))
      return [];
    const value = source.text.slice(equals.end, last.start).trim();
    const owner = source.structOf(index);
    if (struct !== undefined && owner !== undefined && owner !== struct) return [];
    if (values?.includes(value) === false) return [];
    const span = { start: object.start, end: last.start };
    if (to === undefined) return removeStatement(source, source.tokenAfter(object.start)) ?? [];
    const complement =
      /^~\s*\(([^()]*)\)$/.exec(value)?.[1] ?? /^~\s*(\w+)$/.exec(value)?.[1] ?? `~(${value})`;
    const names = {
      object: asPointer(source.slice(access), source.slice(object)),
      access: source.text.slice(object.start, access.end - member.length),
      ...{ value, complement },
    };
    return [{ ...span, text: fillRewrite(to, names) }];
  });
}

export function rewriteElements(source: CSource, { member, to }: Of<'element-assignment'>): Replacement[] {
  return membersOf(source, member).flatMap(({ index, object, access }) => {
    const close = source.tokens[index + 1]?.text === '[' ? source.partner(index + 1) : undefined;
    const equals = close === undefined ? undefined : source.tokens[close + 1];
    const statement = source.statementAround(index);
    const last = statement && source.tokens[statement.last];
    const [open, end] = [source.tokens[index + 1], close === undefined ? undefined : source.tokens[close]];
    const isWhole = beginsStatement(source, source.tokenAfter(object.start));
    if (equals?.text !== '=' || !last || !open || !end || !isWhole) return [];
    const names = {
      object: asPointer(source.slice(access), source.slice(object)),
      index: source.text.slice(open.end, end.start).trim(),
      value: source.text.slice(equals.end, last.start).trim(),
    };
    return [{ start: object.start, end: last.start, text: fillRewrite(to, names) }];
  });
}

export function rewriteMemberCalls(
  source: CSource,
  { struct, member, arguments: count, to }: Of<'member-call'>,
  reported: ReportedLines | undefined,
): Replacement[] {
  return membersOf(source, member).flatMap(({ index, object }) => {
    const call = source.callAt(index);
    if (call?.arguments.length !== count || !isOf(source, index, struct, reported)) return [];
    const names = {
      arguments: call.arguments.map((argument) => source.slice(argument)),
      access: source.text.slice(object.start, call.name.start),
    };
    return [{ start: object.start, end: call.end, text: fillRewrite(to, names) }];
  });
}

/** Whether a member is that of the struct, by the declarations of the file or, where these do not show it, by the compiler's complaint. */
function isOf(source: CSource, index: number, struct: string, reported: ReportedLines | undefined): boolean {
  const owner = source.structOf(index);
  const token = source.tokens[index];
  if (owner !== undefined || !token) return owner === struct;
  return reported?.has(lineOf(source.text, token.start)) ?? false;
}

export function rewriteReads(
  source: CSource,
  { struct, member, to, isPart, element, within }: Of<'read'>,
  reported: ReportedLines | undefined,
): Replacement[] {
  return membersOf(source, member).flatMap(({ index, object, access }) => {
    const last = element === undefined ? index : elementAt(source, index, element);
    if (last === undefined) return [];
    const next = source.tokens[last + 1]?.text ?? '';
    const isWritten = /^(?:=|[-+*/%&|^]=|<<=|>>=|\+\+|--|\[|\()$/.test(next);
    const isPartMeant = next === '.' || next === '->';
    const isMeant =
      within === undefined
        ? isOf(source, index, struct, reported)
        : source.tokens[index - 2]?.text === within && source.isMember(index - 2);
    if (isWritten || (isPartMeant && !isPart) || !isMeant) return [];
    const [token, end] = [source.tokens[index], source.tokens[last]];
    const before = source.tokens[source.tokenAfter(object.start) - 1];
    if (!token || !end || (before?.text === '&' && before.end === object.start)) return [];
    const names = {
      object: asPointer(source.slice(access), source.slice(object)),
      access: source.text.slice(object.start, token.start),
      written: source.slice(object),
    };
    return [{ start: object.start, end: end.end, text: fillRewrite(to, names) }];
  });
}

/** The token of the bracket that ends `member[element]`. */
function elementAt(source: CSource, index: number, element: number): number | undefined {
  const [open, number, close] = source.tokens.slice(index + 1, index + 4);
  const isMeant = open?.text === '[' && number?.text === String(element) && close?.text === ']';
  return isMeant ? index + 3 : undefined;
}

export function rewriteMembers(
  source: CSource,
  { struct, from, to }: Of<'member'>,
  reported: ReportedLines | undefined,
): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const designated = new Map(source.memberValues(from).map(({ member, owner }) => [member.start, owner]));
  for (const index of source.members(from)) {
    const token = source.tokens[index];
    if (!token) continue;
    const owner = designated.get(token.start) ?? source.structOf(index);
    const isReported = reported?.has(lineOf(source.text, token.start)) ?? false;
    if (owner === struct || (isReported && owner === undefined))
      replacements.push({ start: token.start, end: token.end, text: to });
    else if (owner === undefined && reported === undefined)
      left.push({
        offset: token.start,
        reason: `whether this ${from} is that of struct ${struct} is not known`,
      });
  }
  return { replacements, left: replacements.length > 0 ? left : [] };
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

export function rewritePaths(source: CSource, { from, to }: Of<'path'>): Replacement[] {
  return membersOf(source, from[0] ?? '', true).flatMap(({ index }) => {
    const fits = from.every(
      (name, at) => source.tokens[index + 2 * at]?.text === name && source.isMember(index + 2 * at),
    );
    const start = source.tokens[index];
    const end = source.tokens[index + 2 * (from.length - 1)];
    return fits && start && end ? [{ start: start.start, end: end.end, text: to.join('.') }] : [];
  });
}

export function rewriteDirect(source: CSource, { object, member, to }: Of<'direct'>): Replacement[] {
  return source.members(member).flatMap((index) => {
    const [variable, token] = [source.tokens[index - 2], source.tokens[index]];
    if (!token || variable?.text !== object || source.isMember(index - 2)) return [];
    return [{ start: variable.start, end: token.end, text: to }];
  });
}

/** Every `object.member` and `object->member`; the object extends over names, members, indices and calls. */
export function membersOf(
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

type AccessorRewrite = Extract<Rewrite, { kind: 'accessors' }>;

const object = String.raw`[A-Za-z_]\w*(?:\s*(?:->|\.)\s*\w+)*?`;

/** Members that are read and written through functions: whole statements, since one value may be assigned to several members. */
export function rewriteAccessors(source: CSource, { struct, members }: AccessorRewrite): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const seen = new Set<number>();
  const names = Object.keys(members);
  const others = membersOfOthers(source, struct, names);
  for (const member of names)
    for (const index of source.members(member)) {
      const [token, statement] = [source.tokens[index], source.statementAround(index)];
      if (!token || !statement || source.structOf(index) !== struct || seen.has(statement.start)) continue;
      seen.add(statement.start);
      const span = { start: statement.start, end: statement.end };
      const before = source.slice(span);
      const patterns = patternsOf(names, objectsIn(source, span, others));
      const after = withAccessors(before, members, patterns);
      // What remains is a part of a chain of assignments, or its address is taken.
      if (patterns.any.test(after.replace(patterns.ofOthers, '')))
        left.push({ offset: token.start, reason: `what is done with ${member} takes more than one call` });
      else if (after !== before) replacements.push({ ...span, text: after });
    }
  return { replacements, left };
}

/** The offsets of members with such a name, of what the file declares as another struct. */
function membersOfOthers(source: CSource, struct: string, names: readonly string[]): readonly number[] {
  const indices = names.flatMap((name) => source.members(name));
  return indices.flatMap((index) => {
    const owner = source.structOf(index);
    return owner === undefined || owner === struct ? [] : (source.tokens[index]?.start ?? []);
  });
}

/** The objects before the members in a statement, as they are written. */
function objectsIn(source: CSource, span: TextSpan, members: readonly number[]): readonly string[] {
  return members.flatMap((start) => {
    if (start < span.start || start >= span.end) return [];
    const written = new RegExp(`(${object})\\s*(?:->|\\.)\\s*$`).exec(source.text.slice(span.start, start));
    return written?.[1] ?? [];
  });
}

interface Patterns {
  readonly part: RegExp;
  readonly assignment: RegExp;
  readonly read: RegExp;
  readonly any: RegExp;
  readonly ofOthers: RegExp;
}

function patternsOf(names: readonly string[], others: readonly string[]): Patterns {
  const other = others.length === 0 ? '' : `(?!(?:${others.map(escapeRegex).join('|')})\\s*(?:->|\\.))`;
  const access = `(?<object>${other}${object})\\s*(?<arrow>->|\\.)\\s*(?<member>${names.join('|')})\\b`;
  return {
    part: new RegExp(
      `^(?<before>\\s*)${access}\\s*\\.\\s*(?<part>\\w+)\\s*=(?!=)\\s*(?<value>[\\s\\S]+?)(?<end>\\s*;?)$`,
    ),
    assignment: new RegExp(`^(?<before>\\s*)${access}\\s*=(?!=)\\s*(?<value>[\\s\\S]+?)(?<end>\\s*;?)$`),
    read: new RegExp(
      `(?<![\\w.>&]|&\\s)${access}(?!\\s*(?:\\.\\s*\\w+\\s*)?(?:[-+*/|&^]?=(?!=)|\\+\\+|--))`,
      'g',
    ),
    any: new RegExp(`(?:->|\\.)\\s*(?:${names.join('|')})\\b`),
    ofOthers: new RegExp(`\\b(?:${others.map(escapeRegex).join('|') || '(?!)'})\\s*(?:->|\\.)\\s*\\w+`, 'g'),
  };
}

function withAccessors(text: string, members: AccessorRewrite['members'], patterns: Patterns): string {
  const inPart = patterns.part.exec(text)?.groups;
  const { before = '', object = '', arrow = '', member = '', part = '', value = '', end = '' } = inPart ?? {};
  const setPart = members[member]?.parts?.[part];
  if (setPart !== undefined) {
    const inner = patterns.part.exec(value)?.groups;
    // What sets a part returns the whole member.
    const taken = inner && members[inner.member ?? '']?.parts?.[inner.part ?? ''] ? `.${inner.part}` : '';
    const names = {
      object: asPointer(object + arrow, object),
      value: withAccessors(value, members, patterns) + taken,
    };
    return before + fillRewrite(setPart, names) + end;
  }
  const assignment = patterns.assignment.exec(text)?.groups;
  if (assignment) {
    const { before = '', value = '', end = '' } = assignment;
    const inner = withAccessors(value, members, patterns);
    return before + fill('set', assignment, members, inner) + end;
  }
  const head = controlEnd(text);
  if (head > 0 && head < text.length)
    return (
      withAccessors(text.slice(0, head), members, patterns) +
      withAccessors(text.slice(head), members, patterns)
    );
  return text.replace(patterns.read, (...found) =>
    fill('get', found.at(-1) as Readonly<Record<string, string>>, members, ''),
  );
}

/** Where the condition or the keyword ends that stands before a statement, such as `if (x) y;`; 0 if there is none. */
function controlEnd(text: string): number {
  const keyword = /^\s*(?:else|do)\b(?!\s*if\b)/.exec(text);
  if (keyword) return keyword[0].length;
  const open = /^\s*(?:else\s+)?(?:if|while|for|switch)\s*\(/.exec(text)?.[0].length ?? 0;
  let depth = open > 0 ? 1 : 0;
  let at = open;
  for (; depth > 0 && at < text.length; at++) depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
  return at < text.length ? at : 0;
}

function fill(
  way: 'get' | 'set',
  { object: written = '', arrow = '', member = '' }: Readonly<Record<string, string | undefined>>,
  members: AccessorRewrite['members'],
  value: string,
): string {
  return fillRewrite(members[member]?.[way] ?? '', { object: asPointer(written + arrow, written), value });
}
