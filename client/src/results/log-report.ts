import type { LogProblem, LogReport } from '../../../server/src/lsp/messages.ts';
import { capitalised, escapeMarkdown } from './markdown-text.ts';

/** The message for a text without any build output; `kind` is what the text seems to be. */
export function unrecognisedText(kind: string, name: string): string {
  return `${name}: No build output was recognised; this is ${kind}. Copy what make, the compiler or dkms printed: from the terminal, the journal, or /var/lib/dkms/NAME/VERSION/build/make.log.`;
}

/**
 * A log's report as a page of Markdown; `name` is the log's name, `shorten` turns a file's path into the one to show. The page has no
 * links: VS Code's preview does not open links to files, and the Problems panel has the same places.
 */
export function logReportText(report: LogReport, name: string, shorten: (file: string) => string): string {
  const roots = report.problems.filter(({ follows, severity }) => !follows && severity !== 'information');
  const following = report.problems.filter(({ follows }) => follows).length;
  const parts = [
    `# ${name}`,
    report.builds
      .map(({ module, kernel, outcome }) => {
        const what = [module ?? 'A module', kernel === undefined ? '' : ` for ${kernel}`].join('');
        return `- ${what}: ${ends[outcome]}`;
      })
      .join('\n'),
    ...roots.map((problem) => problemText(problem, shorten)),
    ...(following > 0
      ? [`${following} more ${following === 1 ? 'message follows' : 'messages follow'} from these.`]
      : []),
    ...(roots.length === 0 ? ['It contains no errors or warnings.'] : []),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const ends = {
  failed: 'failed',
  succeeded: 'finished',
  unknown: 'the log does not say how it ended',
} as const;

function problemText(
  { uri, file, range, severity, message, cause }: LogProblem,
  shorten: (file: string) => string,
): string {
  const location = `${uri === undefined ? file : shorten(file)}:${range.start.line + 1}`;
  const section = `## ${capitalised(severity)}: ${escapeMarkdown(message.split('\n')[0] ?? '')}\n\n${escapeMarkdown(location)}`;
  return cause ? `${section}\n\n**${capitalised(cause.label)}:** ${escapeMarkdown(cause.summary)}` : section;
}
