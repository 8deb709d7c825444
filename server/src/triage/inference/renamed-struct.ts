import type { Cause } from '../cause.ts';
import type { HeaderIndex, HeaderSymbol } from '../headers/header-index.ts';
import {
  evidenceOf,
  findLive,
  type InferenceContext,
  idOf,
  inferred,
  type KernelApi,
} from './inference-context.ts';
import { structRename } from './inferred-change.ts';

/** The name that a struct has now, with a function that took it by the old one and takes it by the new. */
export interface RenamedStruct {
  readonly from: string;
  readonly to: string;
  readonly old: HeaderSymbol;
  readonly now: HeaderSymbol;
  /** How many functions say so. */
  readonly count: number;
}

const definitions = ['struct', 'union'] as const;
const functions = ['function', 'inline'] as const;

/** The struct that took a removed one's place, by the functions of its header that took the one and take the other. */
export function findRenamedStruct(
  from: string,
  before: HeaderIndex,
  now: HeaderIndex,
): RenamedStruct | undefined {
  const [definition] = before.find(from, definitions);
  if (!definition || now.has(from, definitions)) return undefined;
  const found = new Map<string, RenamedStruct>();
  for (const { name, kind } of before.namesIn(definition.header)) {
    if (kind !== 'function' && kind !== 'inline') continue;
    const [old] = findLive(before, name, functions);
    const [current] = old ? findLive(now, name, functions) : [];
    const to = old && current && onlyRename(typesIn(old), typesIn(current));
    if (!old || !current || !to || to.from !== from || before.has(to.to, definitions)) continue;
    const known = found.get(to.to);
    found.set(to.to, known ? { ...known, count: known.count + 1 } : { ...to, old, now: current, count: 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count)[0];
}

/** What a function or callback gives and takes; of anything else its type. */
export function typesIn({ signature, type }: HeaderSymbol): readonly string[] {
  return signature ? [signature.returns, ...signature.parameters] : [type ?? ''];
}

/** The one struct whose name is all that two lists of types differ in; a dropped or added const does not matter. */
export function onlyRename(
  before: readonly string[],
  after: readonly string[],
): { readonly from: string; readonly to: string } | undefined {
  if (before.length !== after.length) return undefined;
  let renamed: { readonly from: string; readonly to: string } | undefined;
  for (const [at, old] of before.entries()) {
    const now = after[at] ?? '';
    if (old === now) continue;
    const from = /\bstruct (\w+)/.exec(old)?.[1];
    const to = /\bstruct (\w+)/.exec(now)?.[1];
    if (from === undefined || to === undefined || from === to) return undefined;
    if (renamed && (renamed.from !== from || renamed.to !== to)) return undefined;
    if (old.replace(new RegExp(`\\bstruct ${from}\\b`, 'g'), `struct ${to}`) !== now) return undefined;
    renamed = { from, to };
  }
  return renamed;
}

/**
 * The one cause for all that a struct's new name breaks: calls, callbacks, and the struct itself. `undefined` where the kernel still has the old
 * struct, or the other kernel has the new one as well.
 */
export function explainRenamedStruct(
  { from, to, old, now }: Omit<RenamedStruct, 'count'>,
  { failing }: InferenceContext,
  other: KernelApi,
): Cause | undefined {
  const { headers } = failing;
  if (headers.has(from, definitions) || !headers.has(to, definitions) || other.headers.has(to, definitions))
    return undefined;
  return inferred({
    ...{
      id: `${idOf(from)}-renamed`,
      symbol: `struct ${from}`,
      confidence: 'likely',
      replacement: `struct ${to}`,
    },
    summary: `struct ${from} of ${other.headers.release} is struct ${to} in ${headers.release}: what took the one takes the other, such as ${now.name}. Use struct ${to}.`,
    evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(headers, now, 'new')],
    rewrite: structRename(from, to),
  });
}
