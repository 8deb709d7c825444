import type { NextKernelModule, NextKernelReport } from '../../../server/src/lsp/messages.ts';
import { capitalised, escapeMarkdown } from '../results/markdown-text.ts';

const marks: Readonly<Record<NextKernelModule['verdict'], string>> = {
  ...{ builds: '✓', fails: '✗', skipped: '–', 'not-tried': '–', unknown: '?' },
};

/** What a kernel will do to the registered modules, as a page of Markdown: first a table, then the reasons. */
export function nextKernelText(report: NextKernelReport): string {
  const { kernel, arch, headersOf, modules, faults, summary } = report;
  const rows = modules.map(
    (one) =>
      `| ${escapeMarkdown(one.module)} ${escapeMarkdown(one.version)} | ${marks[one.verdict]} ${one.label} | ${one.certainty} | ${escapeMarkdown(shortReason(one))} |`,
  );
  const parts = [
    `# DKMS modules for ${kernel}`,
    `${capitalised(summary)} (${arch}). Nothing was built: this is what the dkms.conf files and the headers${headersOf === undefined || headersOf === kernel ? '' : ` of ${headersOf}`} say.`,
    ...faults.map((fault) => `⚠ ${escapeMarkdown(fault)}`),
    ...(rows.length === 0
      ? []
      : [['| module | verdict | certainty | why |', '| :-- | :-- | :-- | :-- |', ...rows].join('\n')]),
    ...modules.filter(({ evidence }) => evidence.length > 0).map(evidenceText),
  ];
  return `${parts.join('\n\n')}\n`;
}

function shortReason({ directive, reason }: NextKernelModule): string {
  return directive ? `${directive.name}="${directive.value}": ${reason}` : reason;
}

function evidenceText({ module, version, evidence }: NextKernelModule): string {
  const lines = evidence.map(
    ({ file, line, text }) => `- ${escapeMarkdown(`${file}:${line}`)}: ${escapeMarkdown(text)}`,
  );
  return `## ${escapeMarkdown(module)} ${escapeMarkdown(version)}\n\n${lines.join('\n')}`;
}
