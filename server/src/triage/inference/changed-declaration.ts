import type { Cause } from '../cause.ts';
import { evenType } from '../headers/declaration-text.ts';
import type { HeaderIndex, HeaderSymbol } from '../headers/header-index.ts';
import {
  arityOf,
  evidenceOf,
  findLive,
  type InferenceContext,
  idOf,
  inferred,
  type KernelView,
  textOfSignature,
} from './inference-context.ts';
import { isNewer, notYet } from './removed-name.ts';
import { similarity } from './similar-names.ts';
import { findSuccessor } from './successor.ts';

const callable = ['function', 'inline', 'macro'] as const;

/** How something that can be called is declared, as one line of a sentence. */
function formOf(symbol: HeaderSymbol): string {
  if (symbol.signature) return textOfSignature(symbol.signature).replace(' (', ` ${symbol.name}(`);
  return /^#\s*define\s+(\w+(?:\([^)]*\))?)/.exec(symbol.declaration)?.[1] ?? symbol.declaration;
}

/**
 * Why a call does not fit: the function or macro is declared otherwise in another kernel. Where `position` (from 1) is given, that
 * parameter has to differ. Where all kernels declare it the same, the declaration alone is shown; `undefined` where there is none.
 */
export function explainChangedCall(
  name: string,
  context: InferenceContext,
  position?: number,
): Cause | undefined {
  const { headers } = context.failing;
  const [now] = findLive(headers, name, callable);
  if (!now) return undefined;
  for (const other of context.others) {
    const [old] = findLive(other.headers, name, callable);
    if (!old || !differs(old, now, position)) continue;
    return inferred({
      ...{ id: `${idOf(name)}-changed`, symbol: name, confidence: 'verified', replacement: formOf(now) },
      summary: `${name}() is declared otherwise than in ${other.headers.release}: ${formOf(old)} there, ${formOf(now)} in ${headers.release}.`,
      evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(headers, now, 'new')],
    });
  }
  // A stable update may have changed it in all of them. The number of arguments is wrong in any case; a type may come from elsewhere.
  return inferred({
    ...{ id: `${idOf(name)}-declared`, symbol: name, replacement: formOf(now) },
    confidence: position === undefined ? 'likely' : 'unknown',
    summary: `The call does not fit the declaration in <${now.header}>: ${formOf(now)}. No other kernel here declares it otherwise.`,
    evidence: [evidenceOf(headers, now, 'new')],
  });
}

function differs(old: HeaderSymbol, now: HeaderSymbol, position: number | undefined): boolean {
  const before = arityOf(old);
  const after = arityOf(now);
  if (position === undefined || !old.signature || !now.signature) {
    return before?.parameters !== after?.parameters || before?.variadic !== after?.variadic;
  }
  return (
    old.signature.parameters[position - 1] !== now.signature.parameters[position - 1] ||
    before?.parameters !== after?.parameters
  );
}

/** The members of the structs that an object may be of: by its declaration in the source, else by the member's type. */
function membersFor(
  context: InferenceContext,
  {
    object,
    member,
    expected,
  }: { readonly object?: string; readonly member: string; readonly expected?: string },
): readonly HeaderSymbol[] {
  const { headers } = context.failing;
  const struct = object === undefined ? undefined : structOf(context.text, object);
  const named = struct === undefined ? undefined : headers.findMember(struct, member);
  if (named && (expected === undefined || sameType(named.type, expected))) return [named];
  // Of another struct inside it, such as `ops`, or of one whose declaration is not seen.
  const owners = headers
    .ownersOf(member)
    .map((owner) => headers.findMember(owner, member))
    .filter((found) => found !== undefined);
  return expected === undefined ? owners : owners.filter((found) => sameType(found.type, expected));
}

/** The struct that an object of a C source is of, by its declaration: `static const struct file_operations fops = {`. */
export function structOf(text: string | undefined, object: string): string | undefined {
  return text === undefined
    ? undefined
    : new RegExp(`\\bstruct\\s+(\\w+)\\s+[\\s*]*(?:__\\w+\\s+)*${object}\\b`).exec(text)?.[1];
}

function sameType(a: string | undefined, b: string): boolean {
  return a !== undefined && evenType(a).replace(/\s/g, '') === evenType(b).replace(/\s/g, '');
}

/**
 * Why a value does not fit into a member: the member has another type in another kernel, and it is the type of the value. Both types
 * stand in the message, so what the headers say is checked against it.
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
  for (const now of membersFor(context, place)) {
    for (const other of context.others) {
      const old = now.owner === undefined ? undefined : other.headers.findMember(now.owner, now.name);
      if (!old || sameType(old.type, now.type ?? '')) continue;
      // A typedef in the headers hides that both are one type; then the older type has to be the value's.
      const fits = sameType(old.type, place.actual);
      return inferred({
        ...{ id: `${idOf(`${now.owner} ${now.name}`)}-changed`, symbol: `struct ${now.owner}.${now.name}` },
        ...{ confidence: fits ? 'verified' : 'likely', replacement: now.type },
        summary: `The member ${now.name} of struct ${now.owner} has another type than in ${other.headers.release}: ${old.type} there, ${now.type} in ${context.failing.headers.release}.`,
        evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(context.failing.headers, now, 'new')],
      });
    }
  }
  return undefined;
}

/** Why a struct has no such member: others have it. */
export function explainMissingMember(
  struct: string,
  member: string,
  context: InferenceContext,
): Cause | undefined {
  const { headers } = context.failing;
  const owner = structBehind(struct.replace(/^(?:struct|union) /, ''), context);
  if (headers.findMember(owner, member)) return undefined;
  for (const other of context.others) {
    const old = other.headers.findMember(owner, member);
    if (!old) {
      const macro = explainMissingMemberMacro(owner, member, context, other);
      if (macro) return macro;
      continue;
    }
    if (isNewer(other, context)) {
      return notYet(`The member ${member} of struct ${owner}`, `struct ${owner}.${member}`, other, context, [
        old,
      ]);
    }
    const successor = findMemberSuccessor(owner, old, other.headers, headers);
    const definition = headers.find(owner, ['struct', 'union'])[0];
    const gone = `struct ${owner} has a member ${member} in ${other.headers.release} and none in ${headers.release}.`;
    const evidence = [evidenceOf(other.headers, old, 'old')];
    if (successor) evidence.push(evidenceOf(headers, successor.symbol, 'new'));
    else if (definition) evidence.push(evidenceOf(headers, definition, 'new'));
    return inferred({
      ...{ id: `${idOf(`${owner} ${member}`)}-gone`, symbol: `struct ${owner}.${member}`, evidence },
      ...{ confidence: successor?.confidence ?? 'unknown', replacement: successor?.symbol.name },
      summary: successor ? `${gone} ${successor.advice}` : gone,
    });
  }
  return undefined;
}

/** The struct that a typedef stands for in any of the kernels; the name itself where it is none. */
function structBehind(name: string, { failing, others }: InferenceContext): string {
  for (const { headers } of [failing, ...others]) {
    if (headers.members(name)) return name;
    const type = headers.find(name, ['typedef'])[0]?.type;
    const struct = /^(?:struct|union) (\w+)$/.exec(type ?? '')?.[1];
    if (struct !== undefined) return struct;
  }
  return name;
}

/** `#define flowi4_tos __fl_common.flowic_tos`: a member that is a macro beside the struct. */
function explainMissingMemberMacro(
  owner: string,
  member: string,
  context: InferenceContext,
  other: KernelView,
): Cause | undefined {
  const { headers } = context.failing;
  const [struct] = other.headers.find(owner, ['struct', 'union']);
  const old = other.headers
    .find(member, ['macro'])
    .find((macro) => macro.header === struct?.header && !macro.arity);
  if (!old || headers.has(member, ['macro'])) return undefined;
  const successor = findSuccessor(old, other.headers, headers);
  const advice = successor ? ` Probably ${successor.name} takes its place: ${successor.reason}.` : '';
  return inferred({
    ...{ id: `${idOf(`${owner} ${member}`)}-gone`, symbol: `struct ${owner}.${member}` },
    ...{ confidence: successor ? 'likely' : 'unknown', replacement: successor?.name },
    summary: `${member} is a macro for a member of struct ${owner} in <${old.header}> of ${other.headers.release}, and in no header of ${headers.release}.${advice}`,
    evidence: [
      evidenceOf(other.headers, old, 'old'),
      ...(successor?.symbol ? [evidenceOf(headers, successor.symbol, 'new')] : []),
    ],
  });
}

interface MemberSuccessor {
  readonly symbol: HeaderSymbol;
  readonly confidence: 'verified' | 'likely';
  readonly advice: string;
}

function findMemberSuccessor(
  owner: string,
  old: HeaderSymbol,
  before: HeaderIndex,
  now: HeaderIndex,
): MemberSuccessor | undefined {
  const members = now.members(owner) ?? [];
  // The old member's type went to a member that had another one: `.remove_new` became `.remove`.
  const successor = members.find((member) => {
    const earlier = before.findMember(owner, member.name);
    return (
      member.signature &&
      sameType(member.type, old.type ?? '') &&
      earlier &&
      !sameType(earlier.type, old.type ?? '')
    );
  });
  if (successor) {
    return {
      symbol: successor,
      confidence: 'verified',
      advice: `The member ${successor.name} has its type now: use that.`,
    };
  }
  const fresh = members.filter((member) => !before.findMember(owner, member.name));
  const typed = fresh.filter((member) => sameType(member.type, old.type ?? ''));
  const alike = (typed.length > 0 ? typed : fresh)
    .map((symbol) => ({ symbol, score: similarity(symbol.name, old.name) }))
    .sort((a, b) => b.score - a.score)[0];
  const single = typed.length === 1 && alike !== undefined && alike.score > 0.3;
  if (alike && (single || (typed.length > 0 && alike.score > 0.6))) {
    return {
      ...{ symbol: alike.symbol, confidence: 'likely' },
      advice: `Probably the new member ${alike.symbol.name} of the same type takes its place.`,
    };
  }
  return findInnerMember(owner, old, before, now) ?? findAccessor(owner, old, before, now);
}

/** A struct around a member was taken away, so that the member stands one level higher: `drvwrap.driver`. */
function findInnerMember(
  owner: string,
  old: HeaderSymbol,
  before: HeaderIndex,
  now: HeaderIndex,
): MemberSuccessor | undefined {
  const inner = /^(?:struct|union) (\w+)$/.exec(old.type ?? '')?.[1];
  for (const part of inner === undefined ? [] : (before.members(inner) ?? [])) {
    const risen = now.findMember(owner, part.name);
    if (!risen || before.findMember(owner, part.name) || !sameType(risen.type, part.type ?? '')) continue;
    const advice = `The member ${part.name}, which was in it, is one of struct ${owner} itself now: use that.`;
    return { symbol: risen, confidence: 'verified', advice };
  }
  return undefined;
}

/** A new function over the struct with the member's name in its own: `vm_flags_set(vma, …)`. */
function findAccessor(
  owner: string,
  old: HeaderSymbol,
  before: HeaderIndex,
  now: HeaderIndex,
): MemberSuccessor | undefined {
  const [symbol] = findAccessors(owner, old.name, before, now);
  return symbol && { symbol, confidence: 'likely', advice: `Probably ${symbol.name}() takes its place.` };
}

/** New functions over a struct that are called by its name, its member's and what they do: `inode_set_mtime`, `vm_flags_set`. */
function findAccessors(
  owner: string,
  member: string,
  before: HeaderIndex,
  now: HeaderIndex,
): readonly HeaderSymbol[] {
  const stem = member.replace(/^[a-z]_/, '');
  if (stem.length < 4) return [];
  const words = new Set([...owner.split('_'), ...member.split('_')]);
  const isAccessor = (name: string) =>
    name.includes(stem) &&
    name.split('_').every((word) => words.has(word) || accessorVerbs.has(word)) &&
    name.split('_').some((word) => accessorVerbs.has(word));
  return now
    .search(isAccessor)
    .filter((name) => !before.has(name))
    .flatMap((name) => findLive(now, name, ['function', 'inline']))
    .filter(({ signature }) =>
      new RegExp(`^(?:const )?(?:struct|union) ${owner} \\*$`).test(signature?.parameters[0] ?? ''),
    )
    .sort(
      (a, b) =>
        Number(b.name.includes('set')) - Number(a.name.includes('set')) || a.name.length - b.name.length,
    );
}

const accessorVerbs: ReadonlySet<string> = new Set(['set', 'get', 'mod', 'write', 'read', 'clear', 'reset']);

/** Why a member can't be written: it is constant now. `target` is what the message names: `vma->vm_flags`, or the member. */
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
  // Without the struct's name, one that alone became constant is meant.
  if (!only || changed.length > 1) return undefined;
  const [accessor] = findAccessors(only.owner, member, only.other.headers, headers);
  const fact = `The member ${member} of struct ${only.owner} is constant in ${headers.release}, and was not in ${only.other.headers.release}.`;
  return inferred({
    ...{ id: `${idOf(`${only.owner} ${member}`)}-constant`, symbol: `struct ${only.owner}.${member}` },
    ...{ confidence: accessor ? 'likely' : 'unknown', replacement: accessor?.name },
    summary: accessor ? `${fact} Probably ${accessor.name}() is to be used.` : fact,
    evidence: [
      evidenceOf(only.other.headers, only.old, 'old'),
      evidenceOf(headers, accessor ?? only.now, 'new'),
    ],
  });
}

function isWritable(view: KernelView, owner: string, member: string): boolean {
  const type = view.headers.findMember(owner, member)?.type;
  return type !== undefined && !type.startsWith('const ');
}

function structInLine(context: InferenceContext, member: string): string | undefined {
  const object = new RegExp(`(\\w+)\\s*(?:->|\\.)\\s*${member}\\b`).exec(context.line ?? '')?.[1];
  return object === undefined ? undefined : structOf(context.text, object);
}

/** The user declares what the kernel declares by itself, now or otherwise than before. */
export function explainConflict(name: string, context: InferenceContext): Cause | undefined {
  const { headers } = context.failing;
  const [now] = findLive(headers, name);
  if (!now) return explainEventConflict(name, context);
  const same = context.others.find((view) => {
    const [old] = findLive(view.headers, name);
    return !old || old.declaration !== now.declaration;
  });
  if (!same) return undefined;
  const [old] = findLive(same.headers, name);
  return inferred({
    ...{ id: `${idOf(name)}-declared`, symbol: name, confidence: 'verified', replacement: formOf(now) },
    summary: old
      ? `${headers.release} declares ${name} otherwise than ${same.headers.release}, and this file declares it, too.`
      : `${headers.release} declares ${name} by itself, ${same.headers.release} does not; this file declares it, too.`,
    evidence: [...(old ? [evidenceOf(same.headers, old, 'old')] : []), evidenceOf(headers, now, 'new')],
  });
}

/** The same of `trace_x()`, which the definition of the tracepoint x declares. */
function explainEventConflict(name: string, context: InferenceContext): Cause | undefined {
  const event = /^trace_(\w+)$/.exec(name)?.[1];
  if (event === undefined) return undefined;
  const { headers } = context.failing;
  const [now] = findLive(headers, event, ['event']);
  if (!now) return undefined;
  for (const other of context.others) {
    const [old] = findLive(other.headers, event, ['event']);
    if (!old || old.declaration === now.declaration) continue;
    return inferred({
      ...{ id: `${idOf(name)}-changed`, symbol: name, confidence: 'verified', replacement: now.declaration },
      summary: `The tracepoint ${event} takes something else than in ${other.headers.release}: ${old.declaration} there, ${now.declaration} in ${headers.release}.`,
      evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(headers, now, 'new')],
    });
  }
  return inferred({
    ...{ id: `${idOf(name)}-declared`, symbol: name, confidence: 'likely', replacement: now.declaration },
    summary: `${headers.release} declares ${name}() by the tracepoint ${event} in <${now.header}>: ${now.declaration}. This source declares it otherwise.`,
    evidence: [evidenceOf(headers, now, 'new')],
  });
}
