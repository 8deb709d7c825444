import type { Cause, Evidence } from '../triage/cause.ts';
import { signatureOf } from '../triage/headers/declaration-text.ts';
import type { Signature } from '../triage/headers/header-index.ts';

/** Names about locks and lifetimes: a new name often comes with another rule for its callers. */
const lockOrLifetime =
  /(?:^|_)(?:lock|locked|unlock|mutex|rcu|get|put|ref|kref|refcount|free|release|destroy)(?:_|$)/;
/** Names about times and sizes, by the unit in them. */
const unit =
  /(?:^|_)(ns|us|ms|usecs?|msecs?|nsecs?|secs?|jiffies|hz|khz|mhz|bytes|pages|sectors|kb|mb)(?:_|$)/;

/**
 * What a rewrite from inference may change although it compiles, with what to think of; `undefined` where the headers show none of: another
 * return type, the same parameter types in another order, locks and lifetimes, another unit.
 */
export function cautionOf({ symbol, replacement, evidence }: Cause): string | undefined {
  if (replacement === undefined || !/^\w+$/.test(replacement)) return undefined;
  const old = signatureIn(evidence, 'old', symbol);
  const now = signatureIn(evidence, 'new', replacement);
  if (old && now) {
    if (old.returns !== now.returns)
      return `${symbol}() returned ${old.returns}, ${replacement}() returns ${now.returns}: check what is done with the value.`;
    if (isReordered(old.parameters, now.parameters))
      return `${replacement}() takes the arguments of ${symbol}() in another order: check each call.`;
  }
  const [before, after] = [unit.exec(symbol)?.[1], unit.exec(replacement)?.[1]];
  if (before !== after)
    return `The names suggest another unit (${before ?? 'none'}, now ${after ?? 'none'}): check the values.`;
  if (lockOrLifetime.test(symbol) || lockOrLifetime.test(replacement))
    return `${replacement}() may ask for other locks, or keep an object for another time, than ${symbol}() did: read both declarations and their comments.`;
  return undefined;
}

function signatureIn(
  evidence: readonly Evidence[],
  form: Evidence['form'],
  name: string,
): Signature | undefined {
  const found = evidence.find((one) => one.form === form);
  return found && signatureOf(found.text, name);
}

function isReordered(old: readonly string[], now: readonly string[]): boolean {
  return (
    old.length === now.length &&
    old.some((type, at) => type !== now[at]) &&
    [...old].sort().join('\n') === [...now].sort().join('\n')
  );
}
