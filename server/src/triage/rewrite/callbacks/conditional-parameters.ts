import { activeLines, findBranches } from '../../preprocessor/branches.ts';
import { newestVersionCode, versionMacros } from '../../preprocessor/kernel-macros.ts';
import type { CSource, FunctionText, TextSpan } from '../c-source.ts';
import type { Replacement } from '../replacement.ts';
import { fillParameter } from './callback-signature.ts';

/**
 * The parameters of a function that the newest kernels compile, where conditions on the version stand among them: between `#if` and
 * `#endif`, with the comma before each. `undefined` if there are none, or something else decides.
 */
export function newestParameters(
  source: CSource,
  { name, parameters, signatureEnd }: FunctionText,
): readonly TextSpan[] | undefined {
  const head = source.text.slice(name.start, signatureEnd);
  if (!/\n[ \t]*#/.test(head)) return undefined;
  const active = activeLines(findBranches(head), versionMacros(newestVersionCode));
  const first0 = source.lineOf(name.start);
  const found: TextSpan[] = [];
  for (const parameter of parameters) {
    const tokens = source.tokens.slice(
      source.tokenAfter(parameter.start),
      source.tokenAfter(parameter.end - 1) + 1,
    );
    const own = tokens.filter(({ directive }) => directive === undefined);
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) continue;
    const isActive = active[source.lineOf(first.start) - first0];
    // A condition in the middle of a parameter.
    const isWhole = tokens.indexOf(last) - tokens.indexOf(first) === own.length - 1;
    if (isActive === undefined || !isWhole) return undefined;
    if (isActive) found.push({ start: first.start, end: last.end });
  }
  return found;
}

/**
 * The replacements that make such parameters those of a list (as in `CallbackShape`), each where it stands; `undefined` if the order changes, or
 * one would have to go without another in its place.
 */
export function editParameters(
  source: CSource,
  parameters: readonly TextSpan[],
  list: readonly string[],
): readonly Replacement[] | undefined {
  const types = parameters.map((parameter) => source.slice(parameter));
  const stays = (at: number) => list.includes(`$${at + 1}`);
  const replacements: Replacement[] = [];
  let next = 0;
  for (const wanted of list) {
    const kept = /^\$(\d+)$/.exec(wanted)?.[1];
    if (kept !== undefined) {
      if (Number(kept) !== next + 1) return undefined;
      next++;
      continue;
    }
    const text = fillParameter(wanted, types);
    const [here, before] = [parameters[next], parameters[next - 1]];
    if (here && !stays(next)) {
      replacements.push({ ...here, text });
      next++;
    } else if (before) replacements.push({ start: before.end, end: before.end, text: `, ${text}` });
    else return undefined;
  }
  return next === parameters.length ? replacements : undefined;
}
