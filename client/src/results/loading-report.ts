import type { LoadingReport } from '../../../server/src/lsp/messages.ts';
import { escapeMarkdown } from './markdown-text.ts';

type Verdict = LoadingReport['verdicts'][number];

/** Whether kernels would load a module, as a page of Markdown; `shorten` turns a file's address into the path to show. */
export function loadingReportText(
  file: string,
  { verdicts }: LoadingReport,
  shorten: (uri: string) => string,
): string {
  const refusing = verdicts.filter(({ status }) => status === 'refused').length;
  const sum =
    refusing === 0
      ? 'Nothing was found that keeps these kernels from loading it.'
      : `${refusing} of ${verdicts.length} kernels would refuse it.`;
  const parts = [
    `# Will ${escapeMarkdown(file)} load?`,
    `${sum} Judged by the file and the headers of the kernels; nothing was loaded.`,
    ['| kernel | |', '| --- | --- |', ...verdicts.map(rowText)].join('\n'),
    ...verdicts
      .filter(({ problems, notes }) => problems.length + notes.length > 0)
      .map((verdict) => detailText(verdict, shorten)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function rowText({ kernel, status, problems }: Verdict): string {
  const isJudged = problems.some(({ severity }) => severity === 'warning');
  const says = {
    ok: 'nothing was found that keeps it from loading',
    refused: '**is refused**',
    unsure: isJudged ? 'may be refused' : 'not all could be judged',
  }[status];
  return `| ${escapeMarkdown(kernel)} | ${says} |`;
}

function detailText({ kernel, problems, notes }: Verdict, shorten: (uri: string) => string): string {
  const order = ['error', 'warning', 'information'];
  const sorted = [...problems].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const lines = sorted.map(({ severity, message, uri, line }) => {
    const place =
      uri === undefined ? '' : `[${escapeMarkdown(`${shorten(uri)}:${line}`)}](${uri}#L${line}): `;
    return `- ${place}**${severity}**: ${escapeMarkdown(message)}`;
  });
  return [
    `## ${escapeMarkdown(kernel)}`,
    [...lines, ...notes.map((note) => `- ${escapeMarkdown(note)}`)].join('\n'),
  ].join('\n\n');
}
