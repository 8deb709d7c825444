import type { Rewrite } from '../change.ts';
import { macroNames } from './c-directives.ts';
import type { CSource } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';
import { beginsStatement } from './statement-start.ts';

type Of<Kind extends Rewrite['kind']> = Extract<Rewrite, { kind: Kind }>;

export function rewriteNames(source: CSource, { from, to, unusedValue }: Of<'rename'>): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  // The file defines a function of that name itself, so its calls are not the kernel's.
  if (source.functions(from).length > 0) return { replacements, left };
  for (const index of source.names(from)) {
    const token = source.tokens[index];
    if (!token) continue;
    if (unusedValue && !beginsStatement(source, index))
      left.push({
        offset: token.start,
        reason: `what ${from}() returns is used here, and ${to}() returns something else`,
      });
    else replacements.push({ start: token.start, end: token.end, text: to });
  }
  return { replacements, left };
}

export function rewritePrefix(source: CSource, { from, to }: Of<'prefix'>): Replacement[] {
  const defined = macroNames(source.text);
  return source.tokens.flatMap(({ kind, text, start, end }) =>
    kind === 'name' && text.startsWith(from) && !defined.has(text)
      ? [{ start, end, text: to.replaceAll('$rest', () => text.slice(from.length)) }]
      : [],
  );
}
