import type { MachineObservation, MachineReport } from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import { escapeMarkdown } from '../results/markdown-text.ts';

const marks: Readonly<Record<MachineObservation['status'], string>> = {
  ...{ ok: '✓', information: 'ℹ', warning: '⚠', error: '✗', unknown: '?' },
};

/** The checks of the machine as a page of Markdown: first what needs fixing, then every check. */
export function machineReportText(report: MachineReport): string {
  const all = report.checks.flatMap(({ observations }) => observations);
  const wrong = all.filter(({ status }) => status === 'error' || status === 'warning');
  const parts = [
    '# This machine',
    `${reportSummary(report)}.`,
    ...(wrong.length === 0 ? [] : ['## To fix', ...wrong.map(observationText)]),
    ...report.checks.flatMap(({ title, observations }) => [
      `## ${escapeMarkdown(title)}`,
      observations.map(({ status, message }) => `- ${marks[status]} ${escapeMarkdown(message)}`).join('\n'),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** `2 errors, 1 warning, 3 unknown`. */
export function reportSummary({ errors, warnings, unknown }: MachineReport): string {
  const counts = [plural(errors, 'error'), plural(warnings, 'warning')];
  return [...counts, ...(unknown > 0 ? [`${unknown} unknown`] : [])].join(', ');
}

/** The checks whose problem a command can fix. */
export function remediesOf({ checks }: MachineReport): readonly Required<MachineObservation>[] {
  return checks
    .flatMap(({ observations }) => observations)
    .flatMap(({ remedy, ...observation }) => (remedy ? [{ ...observation, remedy }] : []));
}

function observationText({ status, message, remedy }: MachineObservation): string {
  const said = `${marks[status]} ${escapeMarkdown(message)}`;
  if (!remedy) return said;
  return `${said}\n\n    ${remedy.command}${remedy.needsRoot ? '    # as root' : ''}`;
}
