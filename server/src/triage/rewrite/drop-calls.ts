import type { Rewrite } from '../change.ts';
import type { Call, CSource, TextSpan } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';
import { removeStatement } from './statement-removal.ts';

/** Removes statements that consist of a call alone. */
export function dropCalls(
  source: CSource,
  { name, member }: Extract<Rewrite, { kind: 'drop-call' }>,
): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const isOn = (argument: TextSpan) => new RegExp(`(?:->|\\.)\\s*${member}$`).test(source.slice(argument));
  for (const call of source.calls(name)) {
    if (member !== undefined && !call.arguments.some(isOn)) continue;
    const dropped = dropCall(source, call);
    if (dropped) replacements.push(dropped);
    else left.push({ offset: call.start, reason: `what ${name}() returns is used here` });
  }
  return { replacements, left };
}

/** Removes the statement that consists of a call alone; `undefined` if the call is a part of one. */
export function dropCall(source: CSource, call: Call): Replacement | undefined {
  return source.statementAround(call.index)?.last === call.close + 1
    ? removeStatement(source, call.index)
    : undefined;
}
