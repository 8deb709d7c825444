import { normalizeType } from '../headers/declaration-text.ts';
import type { HeaderIndex, HeaderSymbol } from '../headers/header-index.ts';
import { findLive } from './inference-context.ts';
import { isRenaming, similarity } from './similar-names.ts';

/** What took a member's place. */
export interface MemberSuccessor {
  readonly symbol: HeaderSymbol;
  readonly kind: 'renamed' | 'risen' | 'accessor';
  readonly confidence: 'verified' | 'likely';
  /** In a sentence or two: what it is, and how it is known. */
  readonly advice: string;
}

/** Whether two types are the same, however they are written. */
export function sameType(a: string | undefined, b: string): boolean {
  return a !== undefined && evenType(a) === evenType(b);
}

/** A type without blanks, the words of its numbers in one order: `unsigned` and `unsigned int long` of headers are gcc's `unsigned int` and `long unsigned int`. */
function evenType(type: string): string {
  return normalizeType(type)
    .replace(/\b(?:(?:unsigned|signed|long|short|int|char)\b ?)+/g, (words) => {
      const all = words.trim().split(' ');
      const has = (word: string) => all.filter((one) => one === word).map(() => word);
      const size = [...has('long'), ...has('short'), ...has('char')];
      const sign = size[0] === 'char' || !all.includes('signed') ? has('unsigned') : [];
      const signed = size[0] === 'char' ? has('signed') : [];
      return [...sign, ...signed, ...(size.length > 0 ? size : ['int'])].join(' ');
    })
    .replace(/\s/g, '');
}

/**
 * What a struct has in place of a member that is gone: the same callback under a shorter name, a new member with a similar name, a member of
 * a nested struct, or a function. `undefined` if nothing stands out; that a new member has the same type says nothing.
 */
export function findMemberSuccessor(
  owner: string,
  old: HeaderSymbol,
  before: HeaderIndex,
  now: HeaderIndex,
): MemberSuccessor | undefined {
  return (
    findTakenBack(owner, old, before, now) ??
    findRenamed(owner, old, before, now) ??
    findInnerMember(owner, old, before, now) ??
    findAccessor(owner, old, before, now)
  );
}

/** A callback that had another type has that of the removed one now, and its name: `.remove_new` became `.remove`. */
function findTakenBack(
  owner: string,
  old: HeaderSymbol,
  before: HeaderIndex,
  now: HeaderIndex,
): MemberSuccessor | undefined {
  const symbol = now.members(owner)?.find((member) => {
    const earlier = before.findMember(owner, member.name);
    return (
      member.signature &&
      (old.name.startsWith(`${member.name}_`) || member.name.startsWith(`${old.name}_`)) &&
      sameType(member.type, old.type ?? '') &&
      earlier &&
      !sameType(earlier.type, old.type ?? '')
    );
  });
  return (
    symbol && {
      ...{ symbol, kind: 'renamed', confidence: 'verified' },
      advice: `The member ${symbol.name} now has its type. Use ${symbol.name}.`,
    }
  );
}

/** How far the best candidate has to be ahead of the second. */
const ahead = 0.1;

/**
 * A new member whose name has words of the old one's, and which has its type or stands in its place, between the same two others. Words that
 * only say the type, as in `struct mutex struct_mutex`, do not count.
 */
function findRenamed(
  owner: string,
  old: HeaderSymbol,
  before: HeaderIndex,
  now: HeaderIndex,
): MemberSuccessor | undefined {
  const was = before.members(owner) ?? [];
  const is = now.members(owner) ?? [];
  const at = was.findIndex(({ name }) => name === old.name);
  const [previous, next] = [was[at - 1]?.name, was[at + 1]?.name];
  const candidates = is.flatMap((symbol, index) => {
    if (before.findMember(owner, symbol.name)) return [];
    const isAlike = sameType(symbol.type, old.type ?? '');
    const isThere =
      (previous !== undefined && is[index - 1]?.name === previous) ||
      (next !== undefined && is[index + 1]?.name === next);
    if (!isAlike && !isThere) return [];
    if (!isNamedAlike(old, symbol, isThere)) return [];
    const score = similarity(symbol.name, old.name) + (isThere ? 0.3 : 0) + (isAlike ? 0.2 : 0);
    return [{ symbol, isAlike, isThere, score }];
  });
  candidates.sort((a, b) => b.score - a.score);
  const [best, second] = candidates;
  if (!best || (second && best.score - second.score < ahead)) return undefined;
  const { symbol, isAlike, isThere } = best;
  const reasons = [
    'has a similar name',
    ...(isAlike ? ['has the same type'] : []),
    ...(isThere ? ['stands in the same place'] : []),
  ];
  const reason = `${reasons.slice(0, -1).join(', ')} and ${reasons.at(-1)}`;
  const advice = `It was probably replaced by the new member ${symbol.name}, which ${reason}.`;
  return { symbol, kind: 'renamed', confidence: 'likely', advice };
}

function isNamedAlike(old: HeaderSymbol, symbol: HeaderSymbol, isThere: boolean): boolean {
  if (isThere && (isLonger(old.name, symbol.name) || isLonger(symbol.name, old.name))) return true;
  const ofType = new Set((old.type ?? '').toLowerCase().match(/[a-z0-9]+/g) ?? []);
  const words = wordsOf(old.name).filter((word) => !ofType.has(word));
  const shared = wordsOf(symbol.name).filter((word) => words.includes(word));
  if (shared.length === 0) return false;
  return (
    isRenaming(old.name, symbol.name) || (shared.length * 2 >= words.length && shared.join('').length > 3)
  );
}

/** Whether a name is the other with a letter or two more: `bi_op`, `bi_opf`. */
function isLonger(short: string, long: string): boolean {
  return short.length > 3 && long.length - short.length <= 2 && long.startsWith(short);
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().split('_').filter(Boolean);
}

/** A nested struct was removed, so that its member is now one level higher: `drvwrap.driver`. */
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
    const advice = `Its member ${part.name} is now a member of struct ${owner} itself. Use ${part.name}.`;
    return { symbol: risen, kind: 'risen', confidence: 'verified', advice };
  }
  return undefined;
}

/** A new function that takes the struct and has the name of the member in its own: `vm_flags_set(vma, …)`. */
function findAccessor(
  owner: string,
  old: HeaderSymbol,
  before: HeaderIndex,
  now: HeaderIndex,
): MemberSuccessor | undefined {
  const [symbol] = findAccessors(owner, old.name, before, now);
  const advice = `It was probably replaced by ${symbol?.name}().`;
  return symbol && { symbol, kind: 'accessor', confidence: 'likely', advice };
}

/**
 * New functions that take the struct and whose names consist of words of the struct, of the member, and of verbs such as `set`:
 * `inode_set_mtime`, `vm_flags_set`; those that set come first.
 */
export function findAccessors(
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
