import type { Reading } from '../reading/reading.ts';
import type { InlayHint } from './inlay-hints.ts';
import { codeSpan, escapeMarkdown } from './markdown.ts';

/** What the BUILD_EXCLUSIVE family of a conf says to one kernel of this machine. */
export interface KernelOutcome {
  readonly release: string;
  readonly excluded: Reading['excluded'];
}

/** The directives that shut kernels out. */
const family = /^BUILD_EXCLUSIVE_/;

/** Whether the directives of a file can shut kernels out at all, so that kernels are worth asking. */
export function restrictsKernels(reading: Reading): boolean {
  return [...reading.directives.keys()].some((name) => family.test(name));
}

export function isRestriction(name: string): boolean {
  return family.test(name);
}

/** How many kernels are left, behind the first directive that shuts some out; `undefined` where one of them is not certain. */
export function findOutcomeHint(reading: Reading, outcomes: readonly KernelOutcome[]): InlayHint | undefined {
  if (outcomes.length === 0 || outcomes.some(({ excluded }) => excluded === 'unknown')) return undefined;
  const ends = [...reading.directives]
    .filter(([name]) => family.test(name))
    .flatMap(([, elements]) => elements.flatMap(({ valueSpan }) => (valueSpan ? [valueSpan.end] : [])));
  if (ends.length === 0) return undefined;
  const included = outcomes.filter(({ excluded }) => excluded === null).length;
  const kernels = outcomes.length === 1 ? 'the kernel' : `${outcomes.length} kernels`;
  return {
    offset: Math.min(...ends),
    label:
      outcomes.length === 1
        ? `${included === 1 ? 'takes' : 'excludes'} ${kernels} of this machine`
        : `takes ${included} of ${kernels} of this machine`,
    tooltip: explainOutcomes(outcomes),
  };
}

/** Markdown: each kernel with what becomes of it; text from the file is escaped in it. */
export function explainOutcomes(outcomes: readonly KernelOutcome[]): string {
  return ['Kernels of this machine:', ''].concat(outcomes.map(explainOutcome)).join('\n');
}

function explainOutcome({ release, excluded }: KernelOutcome): string {
  if (excluded === null) return `- ${codeSpan(release)}: built`;
  if (excluded === 'unknown') return `- ${codeSpan(release)}: not known`;
  return `- ${codeSpan(release)}: skipped, ${escapeMarkdown(excluded.reason)}`;
}
