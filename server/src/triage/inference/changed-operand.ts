import type { Cause } from '../cause.ts';
import type { HeaderIndex, HeaderSymbol } from '../headers/header-index.ts';
import { membersFor, structOf } from './changed-member.ts';
import { evidenceOf, findLive, type InferenceContext, idOf, inferred } from './inference-context.ts';
import { findAccessors, sameType } from './member-successor.ts';

/**
 * Why a value can't be used as the source uses it: a member or a function that the line names had another type in another kernel. The
 * message does not name it, so it is looked for by the type that the compiler prints; where it prints none, by what another kind of value
 * (a number, a pointer, a struct) the same expression was.
 */
export function explainChangedOperand(
  type: string | undefined,
  context: InferenceContext,
): Cause | undefined {
  const line = context.line ?? '';
  for (const { index, 1: object = '', 2: member = '' } of line.matchAll(
    /(\w+)\s*(?:\[[^\]]*\]\s*)?(?:->|\.)\s*(?=(\w+))/g,
  )) {
    const struct = /(?:->|\.)\s*$/.test(line.slice(0, index))
      ? structOfMember(object, context.failing.headers)
      : structOf(context.text, object);
    const cause = explainMemberOperand(member, struct, type, context);
    if (cause) return cause;
  }
  for (const [, name = ''] of line.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)) {
    const cause = explainReturnedOperand(name, type, context);
    if (cause) return cause;
  }
  return undefined;
}

/** The struct that every member of that name is, such as `ip_local_ports`. */
function structOfMember(name: string, headers: HeaderIndex): string | undefined {
  const types = headers.ownersOf(name).map((owner) => headers.findMember(owner, name)?.type);
  const [only, ...others] = new Set(types);
  return others.length === 0 ? /^struct (\w+)(?: \*)?$/.exec(only ?? '')?.[1] : undefined;
}

function explainMemberOperand(
  member: string,
  struct: string | undefined,
  type: string | undefined,
  context: InferenceContext,
): Cause | undefined {
  const { headers } = context.failing;
  const isCertain = struct !== undefined;
  // Members of common names are in many structs: without the object's declaration, the type has to tell.
  if (type === undefined && !isCertain) return undefined;
  const found = membersFor(context, { struct, member, ...(type !== undefined && { expected: type }) });
  const changed = found.flatMap((now) => {
    for (const other of context.others) {
      const old = now.owner === undefined ? undefined : other.headers.findMember(now.owner, now.name);
      if (old && isOtherValue(old, other.headers, now, headers, type)) return [{ old, other, now }];
    }
    return [];
  });
  const [only] = changed;
  if (!only || changed.length > 1) return undefined;
  const { old, other, now } = only;
  const owner = now.owner ?? '';
  const [accessor] = findAccessors(owner, member, other.headers, headers);
  return inferred({
    ...{ id: `${idOf(`${owner} ${member}`)}-changed`, symbol: `struct ${owner}.${member}` },
    ...{
      confidence: isCertain && type !== undefined ? 'verified' : 'likely',
      replacement: accessor?.name ?? now.type,
    },
    summary: `The member ${member} of struct ${owner} does not have the same type as in ${other.headers.release}: ${old.type} there, ${now.type} in ${headers.release}.${accessor ? ` It is probably accessed through functions such as ${accessor.name}() now.` : ''}`,
    evidence: [
      evidenceOf(other.headers, old, 'old'),
      evidenceOf(headers, now, 'new'),
      ...(accessor ? [evidenceOf(headers, accessor, 'new')] : []),
    ],
  });
}

function explainReturnedOperand(
  name: string,
  type: string | undefined,
  context: InferenceContext,
): Cause | undefined {
  const { headers } = context.failing;
  const [now] = findLive(headers, name, ['function', 'inline']);
  const returns = now?.signature?.returns;
  if (!now || returns === undefined || (type !== undefined && !sameType(returns, type))) return undefined;
  for (const other of context.others) {
    const [old] = findLive(other.headers, name, ['function', 'inline']);
    const before = old?.signature?.returns;
    if (!old || before === undefined || sameType(before, returns)) continue;
    if (type === undefined && kindOf(before, other.headers) === kindOf(returns, headers)) continue;
    return inferred({
      ...{ id: `${idOf(name)}-returns-other-type`, symbol: name, replacement: returns },
      confidence: type === undefined ? 'likely' : 'verified',
      summary: `${name}() does not return the same type as in ${other.headers.release}: ${before} there, ${returns} in ${headers.release}.`,
      evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(headers, now, 'new')],
    });
  }
  return undefined;
}

/** Whether a member is another value than before: of another type where the message names it, else of another kind. */
function isOtherValue(
  old: HeaderSymbol,
  before: HeaderIndex,
  now: HeaderSymbol,
  after: HeaderIndex,
  type: string | undefined,
): boolean {
  if (sameType(old.type, now.type ?? '')) return false;
  return type !== undefined || kindOf(old.type, before) !== kindOf(now.type, after);
}

/** What a value is to the compiler, behind typedefs. */
function kindOf(type: string | undefined, headers: HeaderIndex, depth = 0): string {
  const text = (type ?? '').replace(/\b(?:const|volatile)\b/g, '').trim();
  if (text.includes('(*)')) return 'function';
  if (text.endsWith(']')) return 'array';
  if (text.endsWith('*')) return 'pointer';
  if (/^(?:struct|union)\b/.test(text)) return text;
  const [alias] = /^\w+$/.test(text) && depth < 5 ? headers.find(text, ['typedef']) : [];
  return alias ? kindOf(alias.type, headers, depth + 1) : 'number';
}
