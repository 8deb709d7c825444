import type { Confidence } from '../cause.ts';
import { splitArguments } from '../headers/declaration-text.ts';
import type { HeaderIndex, HeaderSymbol } from '../headers/header-index.ts';
import { arityOf, findLive, sameSignature, textOfSignature } from './inference-context.ts';
import { isRenaming, isReworded, similarity } from './similar-names.ts';

/** What took a name's place. */
export interface Successor {
  readonly name: string;
  readonly confidence: Exclude<Confidence, 'unknown'>;
  /** How it is known: `the old function was only another name for it`. */
  readonly reason: string;
  readonly symbol?: HeaderSymbol;
}

/**
 * What a kernel has in place of a name that it lacks. `verified` where the older headers show it: a function that only called the
 * new one, a macro that stood for it, or a macro with the same text under another name. `likely` where a comment says so, or where the
 * same header has a new name that is similar. `undefined` if nothing stands out.
 */
export function findSuccessor(
  old: HeaderSymbol,
  before: HeaderIndex,
  now: HeaderIndex,
): Successor | undefined {
  return (
    findWrapped(old, before, now) ??
    findSameMacro(old, now) ??
    findSameConstant(old, before, now) ??
    findInComment(old, before, now) ??
    findNeighbour(old, before, now)
  );
}

/** `static inline int del_timer(t) { return timer_delete(t); }`, `#define PDE_DATA(i) pde_data(i)`, `#define OLD NEW`. */
function findWrapped(old: HeaderSymbol, before: HeaderIndex, now: HeaderIndex): Successor | undefined {
  const called =
    old.kind === 'inline'
      ? calledByInline(old, before)
      : old.kind === 'macro'
        ? calledByMacro(old)
        : undefined;
  if (called === undefined || called === old.name) return undefined;
  const [symbol] = findLive(now, called);
  if (!symbol && called !== 'NULL') return undefined;
  // The function that it called may have other parameters by now.
  const [earlier] = findLive(before, called);
  if (symbol && (!earlier || arityOf(earlier)?.parameters !== arityOf(symbol)?.parameters)) return undefined;
  return {
    ...{
      name: called,
      confidence: 'verified',
      reason: `the old ${old.kind === 'macro' ? 'macro' : 'function'} was only another name for it`,
    },
    ...(symbol && { symbol }),
  };
}

function calledByInline(old: HeaderSymbol, before: HeaderIndex): string | undefined {
  const body = before.bodyOf(old);
  const call = body === undefined ? undefined : /^(?:return )?(\w+)\((.*)\);?$/.exec(body);
  if (!call) return undefined;
  const names = parameterNames(old.declaration, old.name);
  // A function without parameters may call another one without being a mere name for it.
  if (names.length === 0) return undefined;
  return splitArguments(call[2] ?? '').join() === names.join() ? call[1] : undefined;
}

/** The names of the parameters of a function, inline or callback in its declaration, in order; of one without a name, its last word. */
export function parameterNames(declaration: string, name: string): readonly string[] {
  const inside = new RegExp(`\\b${name}\\s*\\)?\\s*\\(([\\s\\S]*)\\)`).exec(declaration)?.[1] ?? '';
  return splitArguments(inside)
    .filter((one) => one !== 'void')
    .map((one) => /(\w+)(?:\[[^\]]*\])?$/.exec(one)?.[1] ?? one);
}

/** The names of a macro's parameters, and what it stands for. */
export function macroParts(
  macro: HeaderSymbol,
): { readonly names: readonly string[]; readonly body: string } | undefined {
  const parts = /^#\s*define\s+\w+(?:\(([^)]*)\))?\s*([\s\S]*)$/.exec(macro.declaration);
  if (!parts) return undefined;
  return { names: parts[1] === undefined ? [] : splitArguments(parts[1]), body: (parts[2] ?? '').trim() };
}

function calledByMacro(old: HeaderSymbol): string | undefined {
  const macro = macroParts(old);
  if (!macro) return undefined;
  if (!old.arity) return /^\(?([A-Za-z_]\w*)\)?$/.exec(macro.body)?.[1];
  const call = /^\(?(\w+)\((.*)\)\)?$/.exec(macro.body);
  const passed = splitArguments(call?.[2] ?? '').map((one) => one.replace(/^\((\w+)\)$/, '$1'));
  return call && passed.join() === macro.names.join() ? call[1] : undefined;
}

/** A macro with the same text under another name, in the header that had the old one. */
function findSameMacro(old: HeaderSymbol, now: HeaderIndex): Successor | undefined {
  if (old.kind !== 'macro' || !old.arity || old.arity.parameters === 0) return undefined;
  const text = expansionOf(old);
  // Stubs that do nothing all look the same.
  if (
    text === undefined ||
    text.length < 12 ||
    !/[A-Za-z_]{3,}\(/.test(text.replace(/while\(|typeof\(|sizeof\(/g, ''))
  ) {
    return undefined;
  }
  for (const { name, kind } of now.namesIn(old.header)) {
    if (kind !== 'macro' || name === old.name) continue;
    const symbol = findLive(now, name, ['macro']).find((one) => one.header === old.header);
    if (!symbol || expansionOf(symbol) !== text) continue;
    return { name, confidence: 'verified', reason: 'the new macro has the same text', symbol };
  }
  return undefined;
}

/**
 * The only new macro without parameters that stands for the same in the same header: `IFM(6, 0x5A)`. A plain number may be anything's, unless it is a
 * long one.
 */
function findSameConstant(old: HeaderSymbol, before: HeaderIndex, now: HeaderIndex): Successor | undefined {
  if (old.kind !== 'macro' || old.arity) return undefined;
  const text = expansionOf(old);
  if (text === undefined || !/^\w+\(.*\d.*\)$|^\(?(?:0x[0-9a-f]{4,}|\d{5,})[UL]*\)?$/i.test(text))
    return undefined;
  const found = now.namesIn(old.header).flatMap(({ name, kind }) => {
    if (kind !== 'macro' || name === old.name || before.has(name)) return [];
    const symbol = findLive(now, name, ['macro']).find((one) => one.header === old.header && !one.arity);
    return symbol && expansionOf(symbol) === text ? [symbol] : [];
  });
  const [symbol] = found;
  if (!symbol || found.length > 1) return undefined;
  return { name: symbol.name, confidence: 'verified', reason: 'the new macro has the same text', symbol };
}

/** The text of a macro with its parameters numbered and without blanks. */
function expansionOf(macro: HeaderSymbol): string | undefined {
  const parts = macroParts(macro);
  if (!parts) return undefined;
  let { body } = parts;
  for (const [at, name] of parts.names.entries())
    body = body.replace(new RegExp(`\\b${name}\\b`, 'g'), `$${at + 1}`);
  return body.replace(/\s+/g, '');
}

/** What a comment in the older headers says: `Deprecated, use foo() instead.` */
function findInComment(old: HeaderSymbol, before: HeaderIndex, now: HeaderIndex): Successor | undefined {
  const comment = before.commentOf(old);
  if (comment === undefined || !comment.includes(old.name)) return undefined;
  const advice =
    /(?:deprecated|obsolete|do not use|don't use|should not be used)[^.]*?[.,;:\s]\s*(?:please |new code should )?use\s+@?(\w+)(?:\(\))?/i.exec(
      comment,
    ) ?? /\b(?:use|prefer)\s+@?(\w+)(?:\(\))?\s+instead/i.exec(comment);
  const name = advice?.[1];
  if (name === undefined || name === old.name) return undefined;
  const [symbol] = findLive(now, name);
  return (
    symbol && { name, confidence: 'likely', reason: 'the comment at the old declaration says so', symbol }
  );
}

const enough = 0.62;
const ahead = 0.08;

/**
 * A similar name in the same header that the older kernel did not have; the same signature makes it more likely. A name that
 * both kernels have is something different: strlcat() does not replace strlcpy().
 */
function findNeighbour(old: HeaderSymbol, before: HeaderIndex, now: HeaderIndex): Successor | undefined {
  const scored: { readonly symbol: HeaderSymbol; readonly score: number }[] = [];
  const isCallable = ['function', 'inline', 'macro'].includes(old.kind);
  const kinds: readonly HeaderSymbol['kind'][] = isCallable ? ['function', 'inline', 'macro'] : [old.kind];
  for (const { name, kind } of now.namesIn(old.header)) {
    if (!kinds.includes(kind) || name === old.name || before.has(name)) continue;
    if (!isRenaming(old.name, name)) continue;
    const like = similarity(old.name, name);
    const symbol = findLive(now, name, [kind]).find((one) => one.header === old.header);
    // Where a word was replaced by another one, the name may be that of the same thing for another object: mmb_has_buffers().
    if (symbol && isReworded(old.name, name) && !sameSignature(old.signature, symbol.signature)) continue;
    if (symbol) scored.push({ symbol, score: like * 0.65 + signatureScore(old, symbol) });
  }
  scored.sort((a, b) => b.score - a.score);
  const [best] = scored;
  // A function and a macro that wraps it may have the same name.
  const second = scored.find((one) => one.symbol.name !== best?.symbol.name);
  if (!best || best.score < enough || best.score - (second?.score ?? 0) < ahead) return undefined;
  const same = sameSignature(old.signature, best.symbol.signature);
  const reason = `it is new in the same header${same ? ', has the same parameters and return type,' : ''} and has a similar name`;
  return { name: best.symbol.name, confidence: 'likely', reason, symbol: best.symbol };
}

function signatureScore(old: HeaderSymbol, candidate: HeaderSymbol): number {
  if (old.signature && sameSignature(old.signature, candidate.signature)) {
    // So many functions are `void (void)` that it says little.
    return textOfSignature(old.signature).length > 24 ? 0.35 : 0.2;
  }
  const [arity, other] = [arityOf(old), arityOf(candidate)];
  if (old.signature && candidate.signature) return arity?.parameters === other?.parameters ? 0.05 : 0;
  return arity && other && arity.parameters === other.parameters ? 0.15 : 0;
}
