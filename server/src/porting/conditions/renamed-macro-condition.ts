import type { Change } from '../../triage/change.ts';
import { causeOnKernel } from '../../triage/change-cause.ts';
import type { ExplainedProblem } from '../../triage/explain-problems.ts';
import { type CToken, tokenizeC } from '../../triage/rewrite/c-tokens.ts';
import { applyReplacements, type Replacement } from '../../triage/rewrite/replacement.ts';
import type { TargetKernel } from '../../triage/uses/target-kernel.ts';
import type { FileTexts, PortEdit } from '../port-edit.ts';

/**
 * Edits for conditions on a macro of the kernel that has another name now (`#if defined(from_timer)`): such a condition is false without a
 * word, and the module then takes what it has for kernels that are older than the macro. Only for kernels with errors that nothing else
 * mends, `unmended`.
 */
export function widenConditions(
  unmended: readonly ExplainedProblem[],
  texts: FileTexts,
  kernels: readonly TargetKernel[],
  changes: readonly Change[],
): readonly PortEdit[] {
  if (unmended.length === 0) return [];
  return changes.flatMap((change) => {
    const renamed = change.rewrite?.find((rewrite) => rewrite.kind === 'rename');
    if (!renamed || ![...texts.values()].some((text) => text.includes(renamed.from))) return [];
    const had = kernels.some(({ headers }) => headers.has(renamed.from, ['macro']));
    const failing = kernels
      .filter(({ release }) => unmended.some(({ kernel }) => kernel === release))
      .filter(({ headers }) => !headers.has(renamed.from) && headers.has(renamed.to, ['macro']));
    const [first] = failing;
    if (!had || !first) return [];
    const apply = (before: FileTexts): FileTexts | undefined => {
      const changed = [...before].flatMap(([path, text]) => {
        const widened = widen(text, renamed.from, renamed.to);
        return widened === text ? [] : [[path, widened] as const];
      });
      return changed.length > 0 ? new Map(changed) : undefined;
    };
    if (!apply(texts)) return [];
    const problems = new Set(unmended.map(({ problem }) => problem));
    return [
      {
        ...{ key: `${change.id} condition`, certainty: 'verified' },
        cause: causeOnKernel(
          change,
          undefined,
          first.headers,
          kernels.map(({ headers }) => headers),
        ),
        title: `Take a condition on ${renamed.from} for true where ${renamed.to} is defined`,
        ...{
          kernels: failing.map(({ release }) => release),
          apply,
          mends: (problem) => problems.has(problem),
        },
      },
    ];
  });
}

/** The text with each condition on one macro's definition also true, or for `#ifndef` also false, for the other macro. */
function widen(text: string, from: string, to: string): string {
  if (!text.includes(from)) return text;
  const tokens = tokenizeC(text);
  const replacements = tokens.flatMap(({ directive, start }, index): readonly Replacement[] => {
    if (directive !== start) return [];
    let end = index + 1;
    while (tokens[end]?.directive === directive && end < tokens.length) end++;
    const line = tokens.slice(index + 1, end);
    const [keyword, tested] = line;
    if (!keyword || line.some((token) => token.text === to)) return [];
    if (keyword.text === 'if' || keyword.text === 'elif') return definedTests(line, from, to);
    if (tested?.text !== from) return [];
    const written = (test: string) => [{ start: keyword.start, end: tested.end, text: test }];
    if (keyword.text === 'ifdef') return written(`if defined(${from}) || defined(${to})`);
    // What follows defines the macro for kernels that lack it, and these still do.
    const next = tokens.slice(end, end + 3).map((token) => token.text);
    if (keyword.text !== 'ifndef' || next.join(' ') === `# define ${from}`) return [];
    return written(`if !defined(${from}) && !defined(${to})`);
  });
  return applyReplacements(text, replacements);
}

/** Each `defined(FROM)` or `defined FROM` of a condition, widened. */
function definedTests(line: readonly CToken[], from: string, to: string): readonly Replacement[] {
  return line.flatMap(({ text, start }, index) => {
    if (text !== 'defined') return [];
    const last = line[line[index + 1]?.text === '(' ? index + 3 : index + 1];
    const name = line[last?.text === ')' ? index + 2 : index + 1];
    if (!last || name?.text !== from) return [];
    return [{ start, end: last.end, text: `(defined(${from}) || defined(${to}))` }];
  });
}
