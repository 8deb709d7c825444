import type { Cause } from '../triage/cause.ts';
import type { Change, Rewrite } from '../triage/change.ts';
import { introducedNames } from '../triage/without-headers/introduced-names.ts';

/**
 * The way back for a name, member or header that a kernel does not have yet, where it is a mere new name for an old one: the source keeps it for the
 * kernels that have it. `undefined` for anything else.
 */
export function backportOf(cause: Cause, changes: readonly Change[]): Change | undefined {
  if (!cause.id.endsWith('-not-yet')) return undefined;
  const ofMember = memberBackport(cause, changes);
  if (ofMember) return ofMember;
  const known = Object.hasOwn(introducedNames, cause.symbol) ? introducedNames[cause.symbol] : undefined;
  const before = known?.before;
  if (before === undefined) return undefined;
  const isHeader = /\.h$/.test(cause.symbol);
  if (!isHeader && !/^\w+$/.test(before)) return undefined;
  const rewrite: Rewrite = isHeader
    ? { kind: 'include', from: cause.symbol, to: before }
    : { kind: 'rename', from: cause.symbol, to: before };
  const isKnown = changes.some((change) => change.rewrite?.some((one) => isBack(one, rewrite)) === true);
  const has = isHeader ? { header: cause.symbol } : { callable: cause.symbol };
  return {
    ...{ id: cause.id, symbol: cause.symbol, title: cause.summary, summary: '', advice: '' },
    ...{ old: cause.symbol, new: before, replacement: before, explains: [] },
    ...{ oldForm: has, newForm: { not: has }, rewrite: [rewrite] },
    ...(known !== undefined && { since: known.since }),
    ...(!isKnown && {
      semantics: `${before} is older than ${cause.symbol}, and may do less: compare the two.`,
    }),
  };
}

/** The way back for a member that a known change renamed. */
function memberBackport(cause: Cause, changes: readonly Change[]): Change | undefined {
  for (const { rewrite = [], since } of changes)
    for (const one of rewrite) {
      if (one.kind !== 'member' || cause.symbol !== `struct ${one.struct}.${one.to}`) continue;
      const { struct, from, to } = one;
      const has = { struct, member: to };
      return {
        ...{ id: cause.id, symbol: cause.symbol, title: cause.summary, summary: '', advice: '' },
        ...{ old: to, new: from, replacement: from, explains: [], oldForm: has, newForm: { not: has } },
        rewrite: [{ kind: 'member', struct, from: to, to: from }],
        ...(since !== undefined && { since }),
      };
    }
  return undefined;
}

function isBack(forth: Rewrite, back: Rewrite): boolean {
  return (
    (forth.kind === 'rename' || forth.kind === 'include') &&
    forth.kind === back.kind &&
    forth.from === back.to &&
    forth.to === back.from
  );
}
