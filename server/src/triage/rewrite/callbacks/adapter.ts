import type { Rewrite } from '../../change.ts';
import { activeLines, findBranches } from '../../preprocessor/branches.ts';
import { newestVersionCode, versionMacros } from '../../preprocessor/kernel-macros.ts';
import type { CSource } from '../c-source.ts';
import type { Replacement, ReportedLines, Rewritten } from '../replacement.ts';
import { isOnlyPassed } from './forwarded-parameter.ts';

/**
 * Leaves a callback as it is, and gives the struct a function that calls it instead: the text is written above the struct, with `$callback` for the
 * name of the callback and `$adapter` for its own.
 */
export function adaptCallbacks(
  source: CSource,
  { struct, member, suffix, parameter, unlessPassedTo, text }: Extract<Rewrite, { kind: 'adapter' }>,
  reported: ReportedLines | undefined,
): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const written = new Set<string>();
  for (const { owner, value, member: name } of source.memberValues(member)) {
    const callback = source.slice(value);
    const isMeant =
      owner === struct || (owner === undefined && reported?.has(source.lineOf(value.start) + 1));
    if (!isMeant || !/^\w+$/.test(callback) || callback === 'NULL' || callback.endsWith(suffix)) continue;
    const all = source.functions(callback);
    const newest = all.filter((form) => isForNewest(source, form.name.start));
    const forms = newest.length > 0 ? newest : all;
    const isOld = forms.every((form) => {
      const given = form.parameters[parameter.at];
      const isOfType = given && source.slice(given).replace(/\s+/g, ' ').startsWith(parameter.type);
      const passed = unlessPassedTo && { at: parameter.at, functions: unlessPassedTo };
      return isOfType && !(passed && isOnlyPassed(source, form, passed));
    });
    const place = startOfDeclaration(source, source.tokenAfter(name.start));
    if (forms.length === 0 || !isOld || place === undefined) {
      if (forms.length === 0)
        left.push({ offset: value.start, reason: `${callback} is not declared in this file` });
      continue;
    }
    const adapter = `${callback}${suffix}`;
    if (!written.has(adapter)) {
      const filled = text.replaceAll('$callback', callback).replaceAll('$adapter', adapter);
      replacements.push({ start: place, end: place, text: `${filled}\n\n` });
    }
    written.add(adapter);
    replacements.push({ ...value, text: adapter });
  }
  return { replacements, left };
}

/** Whether the newest kernels compile what stands there, as far as the conditions tell. */
function isForNewest(source: CSource, offset: number): boolean {
  const active = activeLines(findBranches(source.text), versionMacros(newestVersionCode));
  return active[source.lineOf(offset)] !== false;
}

/** The beginning of the line on which the declaration at the top level begins that holds a token; `undefined` in the body of a function. */
function startOfDeclaration(source: CSource, index: number): number | undefined {
  if (source.functionAround(index)) return undefined;
  let first = index;
  while (source.depth(first) > 0) first--;
  for (let token = source.tokens[first - 1]; token; token = source.tokens[first - 1]) {
    if (token.directive !== undefined || [';', '}', '{'].includes(token.text)) break;
    first--;
  }
  const start = source.tokens[first]?.start;
  return start === undefined ? undefined : source.text.lastIndexOf('\n', start - 1) + 1;
}
