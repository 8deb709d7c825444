import type { Rewrite } from '../../change.ts';
import type { CSource } from '../c-source.ts';
import type { Replacement } from '../replacement.ts';

/** Gives the function that starts or ends a module another name, and names it in the macro for it. */
export function rewriteEntryPoint(
  source: CSource,
  { name, macro, to }: Extract<Rewrite, { kind: 'entry-point' }>,
): Replacement[] {
  const body = source.functions(name).find((each) => each.body)?.body;
  if (!body || source.names(to).length > 0) return [];
  const renamed = source.names(name).flatMap((index) => {
    const token = source.tokens[index];
    return token ? [{ start: token.start, end: token.end, text: to }] : [];
  });
  return [...renamed, { start: body.end, end: body.end, text: `\n${macro}(${to});` }];
}
