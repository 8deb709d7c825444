import type { Rewrite } from '../change.ts';
import type { CSource } from './c-source.ts';
import { findIncludeInsertion } from './includes.ts';
import type { Replacement } from './replacement.ts';

/** Defines a struct below the `#include`s of a file that uses it, in a macro or elsewhere, and does not define it itself. */
export function defineStruct(
  source: CSource,
  { name, text }: Extract<Rewrite, { kind: 'definition' }>,
): Replacement[] {
  const { tokens } = source;
  const uses = tokens.flatMap((token, at) =>
    token.text === name && tokens[at - 1]?.text === 'struct' ? [tokens[at + 1]?.text] : [],
  );
  if (uses.length === 0 || uses.includes('{')) return [];
  const at = findIncludeInsertion(source);
  return [{ start: at, end: at, text: `${text}\n` }];
}
