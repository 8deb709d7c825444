import { isRestriction } from '../reading/exclusion.ts';
import type { Reading } from '../reading/reading.ts';
import type { InlayHint } from './inlay-hints.ts';
import { codeSpan, escapeMarkdown } from './markdown.ts';

/** One kernel of this machine, and whether a conf excludes it. */
export interface KernelOutcome {
  readonly release: string;
  readonly excluded: Reading['excluded'];
}

/** How many kernels match, shown after the first directive that restricts them; `undefined` if the outcome of one is not certain. */
export function findOutcomeHint(reading: Reading, outcomes: readonly KernelOutcome[]): InlayHint | undefined {
  if (outcomes.length === 0 || outcomes.some(({ excluded }) => excluded === 'unknown')) return undefined;
  const ends = [...reading.directives]
    .filter(([name]) => isRestriction(name, reading.facts.dkmsVersion))
    .flatMap(([, elements]) => elements.flatMap(({ valueSpan }) => (valueSpan ? [valueSpan.end] : [])));
  if (ends.length === 0) return undefined;
  const included = outcomes.filter(({ excluded }) => excluded === null).length;
  return {
    offset: Math.min(...ends),
    label:
      outcomes.length === 1
        ? `${included === 1 ? 'matches' : 'excludes'} the only kernel`
        : `matches ${included} of ${outcomes.length} kernels`,
    tooltip: explainOutcomes(outcomes),
  };
}

/** Markdown: each kernel with whether it is built; text from the file is escaped in it. */
export function explainOutcomes(outcomes: readonly KernelOutcome[]): string {
  return ['Kernels of this machine:', ''].concat(outcomes.map(explainOutcome)).join('\n');
}

function explainOutcome({ release, excluded }: KernelOutcome): string {
  if (excluded === null) return `- ${codeSpan(release)}: built`;
  if (excluded === 'unknown') return `- ${codeSpan(release)}: unknown`;
  return `- ${codeSpan(release)}: skipped. ${escapeMarkdown(excluded.reason)}`;
}
