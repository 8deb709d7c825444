import type { Cause } from '../cause.ts';
import type { HeaderIndex, HeaderSymbol } from '../headers/header-index.ts';
import { isLive } from '../headers/live-conditions.ts';
import { changedTypedef } from './changed-declaration.ts';
import {
  evidenceOf,
  type InferenceContext,
  type InferredRewrite,
  idOf,
  inferred,
  type KernelApi,
} from './inference-context.ts';
import { callbackChange, memberRename, memberRise, typedefChange } from './inferred-change.ts';
import { findAccessors, findMemberSuccessor, type MemberSuccessor, sameType } from './member-successor.ts';
import { explainHiddenName, explainIncompleteType, explainNewerName, isNewer } from './removed-name.ts';
import { explainRenamedStruct, onlyRename, typesIn } from './renamed-struct.ts';
import { findSuccessor } from './successor.ts';

/** The member of a struct; if that is not known, or has no such member, all members of that name and type. */
export function membersFor(
  { failing: { headers } }: InferenceContext,
  {
    struct,
    member,
    expected,
  }: { readonly struct: string | undefined; readonly member: string; readonly expected?: string },
): readonly HeaderSymbol[] {
  const named = struct === undefined ? undefined : headers.findMember(struct, member);
  const isExpected = (found: HeaderSymbol) =>
    expected === undefined ||
    sameType(found.type, expected) ||
    sameType(typeBehind(found.type, headers), expected);
  if (named && isExpected(named)) return [named];
  // The member may be in a nested struct such as `ops`, or the declaration of the object was not found.
  const owners = headers
    .ownersOf(member)
    .map((owner) => headers.findMember(owner, member))
    .filter((found) => found !== undefined);
  return owners.filter(isExpected);
}

/** What a type stands for, if it is a typedef: gcc prints the one or the other. */
function typeBehind(type: string | undefined, headers: HeaderIndex): string | undefined {
  return type !== undefined && /^\w+$/.test(type) ? headers.find(type, ['typedef'])[0]?.type : undefined;
}

/** The struct type of an object in a C source, by its declaration: `static const struct file_operations fops = {`. */
export function structOf(text: string | undefined, object: string): string | undefined {
  // `(*vma)` and `ports[2]` as the compiler names them, too.
  const name = /(\w+)\W*$/.exec(object.replace(/\[[^\]]*\]/g, ''))?.[1];
  return text === undefined || name === undefined
    ? undefined
    : new RegExp(`\\bstruct\\s+(\\w+)\\s+[\\s*]*(?:__\\w+\\s+)*${name}\\b`).exec(text)?.[1];
}

/**
 * Why a value can't be assigned to a member: in another kernel, the member has another type, which is that of the value. The message
 * names both types, so what the headers say is checked against it.
 */
export function explainChangedMember(
  place: {
    readonly object?: string;
    readonly member: string;
    readonly expected: string;
    readonly actual: string;
  },
  context: InferenceContext,
): Cause | undefined {
  const struct = place.object === undefined ? undefined : structOf(context.text, place.object);
  for (const now of membersFor(context, { ...place, struct })) {
    for (const other of context.others) {
      const old = now.owner === undefined ? undefined : other.headers.findMember(now.owner, now.name);
      if (!old) continue;
      if (sameType(old.type, now.type ?? '')) {
        const alias = explainMemberAlias(now, context);
        if (alias) return alias;
        continue;
      }
      const rename = onlyRename(typesIn(old), typesIn(now));
      const renamed = rename && explainRenamedStruct({ ...rename, old, now }, context, other);
      if (renamed) return renamed;
      // If a typedef keeps the two spellings from being recognised as one type, the cause is only likely.
      const fits = sameType(old.type, place.actual);
      return inferred({
        ...{ id: `${idOf(`${now.owner} ${now.name}`)}-changed`, symbol: `struct ${now.owner}.${now.name}` },
        ...{
          confidence: fits ? 'verified' : 'likely',
          replacement: now.type,
          rewrite: callbackChange(old, now),
        },
        summary: `The member ${now.name} of struct ${now.owner} does not have the same type as in ${other.headers.release}: ${old.type} there, ${now.type} in ${context.failing.headers.release}.`,
        evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(context.failing.headers, now, 'new')],
      });
    }
  }
  return undefined;
}

/** The cause where the member is still of the same type by its name, and that is a typedef of another type now. */
function explainMemberAlias(member: HeaderSymbol, context: InferenceContext): Cause | undefined {
  const type = /^(?:const )?(\w+)(?: \*+)?$/.exec(member.type ?? '')?.[1];
  const changed = type === undefined ? undefined : changedTypedef(type, context);
  if (!changed) return undefined;
  const { other, old, now } = changed;
  return inferred({
    ...{ id: `${idOf(now.name)}-changed`, symbol: now.name, confidence: 'verified', replacement: now.type },
    rewrite:
      member.owner === undefined
        ? undefined
        : typedefChange(old, now, { kind: 'callback', struct: member.owner, member: member.name }),
    summary: `The member ${member.name} of struct ${member.owner} is a ${now.name}, which is not the same type as in ${other.headers.release}: ${old.type} there, ${now.type} in ${context.failing.headers.release}.`,
    evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(context.failing.headers, now, 'new')],
  });
}

/** A struct or union with the word that its declaration has. */
function taggedName(name: string, { failing, others }: InferenceContext): string {
  const isUnion = [failing, ...others].every(({ headers }) => !headers.has(name, ['struct']));
  return `${isUnion ? 'union' : 'struct'} ${name}`;
}

/** Why a struct has no such member: in other kernels it has one. */
export function explainMissingMember(
  struct: string,
  member: string,
  context: InferenceContext,
): Cause | undefined {
  const { headers } = context.failing;
  const owner = structBehind(struct.replace(/^(?:struct|union) /, ''), context);
  const whole = taggedName(owner, context);
  const hidden = headers.findMember(owner, member);
  if (hidden) {
    return isLive(hidden, headers)
      ? explainUnseenStruct(owner, context)
      : explainHiddenName(`the member ${member} of ${whole}`, `${whole}.${member}`, hidden, context);
  }
  for (const other of context.others) {
    const old = other.headers.findMember(owner, member);
    if (!old) {
      const macro = explainMissingMemberMacro(owner, member, context, other);
      if (macro) return macro;
      continue;
    }
    if (isNewer(other, context)) {
      return explainNewerName(`the member ${member} of ${whole}`, `${whole}.${member}`, other, context, [
        old,
      ]);
    }
    const successor = findMemberSuccessor(owner, old, other.headers, headers);
    const definition = headers.find(owner, ['struct', 'union'])[0];
    const gone = `${whole} has a member ${member} in ${other.headers.release}, but not in ${headers.release}.`;
    const evidence = [evidenceOf(other.headers, old, 'old')];
    if (successor) evidence.push(evidenceOf(headers, successor.symbol, 'new'));
    else if (definition) evidence.push(evidenceOf(headers, definition, 'new'));
    return inferred({
      ...{ id: `${idOf(`${owner} ${member}`)}-gone`, symbol: `${whole}.${member}`, evidence },
      ...{ confidence: successor?.confidence ?? 'unknown', replacement: successor?.symbol.name },
      summary: successor ? `${gone} ${successor.advice}` : gone,
      rewrite: successor && memberRewrite(owner, old, successor),
    });
  }
  return undefined;
}

/** The cause where the kernel's struct has the member, and the file does not see the struct: its header was included by others before. */
function explainUnseenStruct(owner: string, context: InferenceContext): Cause | undefined {
  const isOwn = new RegExp(`\\b(?:struct|union)\\s+${owner}\\s*\\{`).test(context.text ?? '');
  return isOwn || context.text === undefined ? undefined : explainIncompleteType(owner, context);
}

function memberRewrite(
  owner: string,
  old: HeaderSymbol,
  { kind, symbol }: MemberSuccessor,
): InferredRewrite | undefined {
  if (kind === 'renamed') return memberRename(owner, old.name, symbol.name);
  return kind === 'risen' ? memberRise(owner, old.name, symbol.name) : undefined;
}

/** The struct that a typedef stands for in one of the kernels; the name itself if it is not a typedef of a struct. */
function structBehind(name: string, { failing, others }: InferenceContext): string {
  for (const { headers } of [failing, ...others]) {
    if (headers.members(name)) return name;
    const type = headers.find(name, ['typedef'])[0]?.type;
    const struct = /^(?:struct|union) (\w+)$/.exec(type ?? '')?.[1];
    if (struct !== undefined) return struct;
  }
  return name;
}

/** The cause for a member that was a macro next to its struct: `#define flowi4_tos __fl_common.flowic_tos`. */
function explainMissingMemberMacro(
  owner: string,
  member: string,
  context: InferenceContext,
  other: KernelApi,
): Cause | undefined {
  const { headers } = context.failing;
  const [struct] = other.headers.find(owner, ['struct', 'union']);
  const old = other.headers
    .find(member, ['macro'])
    .find((macro) => macro.header === struct?.header && !macro.arity);
  if (!old || headers.has(member, ['macro'])) return undefined;
  const successor = findSuccessor(old, other.headers, headers);
  const advice = successor ? ` It was probably replaced by ${successor.name}: ${successor.reason}.` : '';
  return inferred({
    ...{ id: `${idOf(`${owner} ${member}`)}-gone`, symbol: `struct ${owner}.${member}` },
    ...{ confidence: successor ? 'likely' : 'unknown', replacement: successor?.name },
    summary: `${member} is a macro for a member of struct ${owner} in <${old.header}> of ${other.headers.release}, but in no header of ${headers.release}.${advice}`,
    evidence: [
      evidenceOf(other.headers, old, 'old'),
      ...(successor?.symbol ? [evidenceOf(headers, successor.symbol, 'new')] : []),
    ],
  });
}

/** Why a member can't be written: it is const now. `target` is what the message names: `vma->vm_flags`, or only the member. */
export function explainReadOnly(target: string, context: InferenceContext): Cause | undefined {
  const path = target.split(/->|\./);
  const member = path.at(-1)?.replace(/\[.*$/, '') ?? target;
  const struct = path.length > 1 ? structOf(context.text, path.at(-2) ?? '') : structInLine(context, member);
  const { headers } = context.failing;
  const owners = struct === undefined ? headers.ownersOf(member) : [struct];
  const changed = owners.flatMap((owner) => {
    const now = headers.findMember(owner, member);
    if (!now?.type?.startsWith('const ')) return [];
    const other = context.others.find((view) => isWritable(view, owner, member));
    const old = other?.headers.findMember(owner, member);
    return other && old ? [{ owner, now, old, other }] : [];
  });
  const [only] = changed;
  // If the struct is not known, the answer is certain only where the member became const in a single struct.
  if (!only || changed.length > 1) return undefined;
  const [accessor] = findAccessors(only.owner, member, only.other.headers, headers);
  const fact = `The member ${member} of struct ${only.owner} is const in ${headers.release}, but not in ${only.other.headers.release}.`;
  return inferred({
    ...{ id: `${idOf(`${only.owner} ${member}`)}-constant`, symbol: `struct ${only.owner}.${member}` },
    ...{ confidence: accessor ? 'likely' : 'unknown', replacement: accessor?.name },
    summary: accessor ? `${fact} It probably has to be changed through ${accessor.name}() now.` : fact,
    evidence: [
      evidenceOf(only.other.headers, only.old, 'old'),
      evidenceOf(headers, accessor ?? only.now, 'new'),
    ],
  });
}

function isWritable(view: KernelApi, owner: string, member: string): boolean {
  const type = view.headers.findMember(owner, member)?.type;
  return type !== undefined && !type.startsWith('const ');
}

function structInLine(context: InferenceContext, member: string): string | undefined {
  const object = new RegExp(`(\\w+)\\s*(?:->|\\.)\\s*${member}\\b`).exec(context.line ?? '')?.[1];
  return object === undefined ? undefined : structOf(context.text, object);
}
