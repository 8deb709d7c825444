import type { LogProblem, LogReport } from '../../../server/src/lsp/messages.ts';

/** A log's report as a page of Markdown; `name` is what the log is called. */
const whatToCopy =
  'Copy what make, the compiler or dkms printed: from the terminal, the journal, or `/var/lib/dkms/NAME/VERSION/build/make.log`.';

export function logReportText(report: LogReport, name: string): string {
  if (report.unrecognised !== undefined) {
    return `# ${name}\n\nNo build output was recognised: this is ${report.unrecognised}.\n\n${whatToCopy}\n`;
  }
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
    ...roots.map(problemText),
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

function problemText({ uri, file, range, severity, message, cause }: LogProblem): string {
  const line = range.start.line + 1;
  const where = uri === undefined ? `${file}:${line}` : `[${file}:${line}](${uri}#L${line})`;
  const said = `## ${severity}: ${message.split('\n')[0]}\n\n${where}`;
  if (!cause) return said;
  const page = cause.page === undefined ? '' : ` [More](${cause.page})`;
  const label = `${cause.label.charAt(0).toUpperCase()}${cause.label.slice(1)}`;
  return `${said}\n\n**${label}:** ${cause.summary}${page}`;
}
