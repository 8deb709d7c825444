import type { Change } from '../triage/change.ts';
import { causeOnKernel } from '../triage/change-cause.ts';
import type { ExplainedProblem } from '../triage/explain-problems.ts';
import type { TargetKernel } from '../triage/uses/target-kernel.ts';
import type { FileTexts, PortEdit } from './port-edit.ts';

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
  const lines = text.split('\n');
  return lines
    .map((line, line0) => {
      const [, head = '', keyword = '', condition = ''] =
        /^([ \t]*#[ \t]*)(ifdef|ifndef|if|elif)\b([^\n]*)$/.exec(line) ?? [];
      if (keyword === '' || new RegExp(`\\b${to}\\b`).test(condition)) return line;
      if (keyword === 'if' || keyword === 'elif') {
        const test = new RegExp(`\\bdefined[ \\t]*(?:\\([ \\t]*${from}[ \\t]*\\)|${from}\\b)`, 'g');
        return `${head}${keyword}${condition.replace(test, `(defined(${from}) || defined(${to}))`)}`;
      }
      const [, tested, rest = ''] = /^[ \t]+(\w+)([^\n]*)$/.exec(condition) ?? [];
      if (tested !== from) return line;
      if (keyword === 'ifdef') return `${head}if defined(${from}) || defined(${to})${rest}`;
      // What follows defines the macro for kernels that lack it, and these still do.
      const isFallback = new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${from}\\b`).test(lines[line0 + 1] ?? '');
      return isFallback ? line : `${head}if !defined(${from}) && !defined(${to})${rest}`;
    })
    .join('\n');
}
