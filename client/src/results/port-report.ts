import type { PortReason, PortReport } from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import { escapeMarkdown } from './markdown-text.ts';

/** The label of a change in the refactoring preview: what it is, then how certain, why, and for which kernels. */
export function hunkDescription(reasons: readonly PortReason[]): {
  readonly label: string;
  readonly description?: string;
} {
  const [first, ...more] = reasons;
  if (!first) return { label: 'Port' };
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  const caution = reasons.flatMap((one) => one.caution ?? []);
  const parts = [
    ...(caution.length > 0 ? [`think of this: ${caution.join(' ')}`] : []),
    first.cause,
    `for ${[...new Set(reasons.flatMap(({ kernels }) => kernels))].join(', ')}`,
  ];
  return { label: `${first.title}${others} (${first.certainty})`, description: parts.join(' · ') };
}

/** The outcome of a port, as a page of Markdown; `shorten` turns a file's address into the path to show. */
export function portReportText(name: string, report: PortReport, shorten: (uri: string) => string): string {
  const { kernels, edits, left, notes } = report;
  const green = kernels.filter(({ after }) => after === 'ok').length;
  const tried = kernels.filter(({ after }) => after !== 'skipped').length;
  const status = (how: string, errors: number) =>
    how === 'failed' ? `failed, ${plural(errors, 'error')}` : how;
  const rows = kernels.map(
    ({ kernel, before, after, errorsBefore, errorsAfter, objects, different }) =>
      `| ${kernel} | ${status(before, errorsBefore)} | ${status(after, errorsAfter)} | ${objectsText(objects, different)} |`,
  );
  const parts = [
    `# Port of ${escapeMarkdown(name)}`,
    `With all edits it builds for ${green} of ${plural(tried, 'kernel')}, after ${plural(report.rounds, 'round')} of edits and builds of a copy.`,
    ['| kernel | before | after | object code |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    ...(edits.length > 0 ? ['## Mended', edits.map(reasonText).join('\n')] : []),
    ...(left.length > 0 ? ['## Left to you', left.map((one) => leftText(one, shorten)).join('\n\n')] : []),
    ...notes.map(escapeMarkdown),
  ];
  return `${parts.join('\n\n')}\n`;
}

function objectsText(
  objects: PortReport['kernels'][number]['objects'],
  different: readonly string[],
): string {
  if (objects === 'none') return '';
  if (objects === 'same') return 'as before';
  return different.length > 0 ? `differs in ${different.map(escapeMarkdown).join(', ')}` : 'differs';
}

function reasonText({ title, cause, certainty, caution, kernels }: PortReason): string {
  const lines = [
    `- **${escapeMarkdown(title)}** (${certainty}; for ${kernels.join(', ')}). ${escapeMarkdown(cause)}`,
    ...(caution === undefined ? [] : [`  **Think of this:** ${escapeMarkdown(caution)}`]),
  ];
  return lines.join('\n');
}

function leftText(
  { uri, line, message, kernels, cause, note }: PortReport['left'][number],
  shorten: (uri: string) => string,
): string {
  const lines = [
    `### ${escapeMarkdown(message.split('\n')[0] ?? '')}`,
    `${escapeMarkdown(shorten(uri))}:${line}, on ${kernels.join(', ')}`,
    ...(cause.length > 0
      ? cause.map((text, at) => (at === 0 ? escapeMarkdown(text) : `- ${escapeMarkdown(text)}`))
      : ['No cause is known.']),
    ...(note === undefined ? [] : [escapeMarkdown(note)]),
  ];
  return lines.join('\n\n');
}
