import { isAbsolute, relative } from 'node:path';
import { type Report, type ReportedMessage, textWithKernels } from './report.ts';

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** Workflow commands of GitHub Actions, which show each message at its line of a change; what has no line of its own is shown with the run. */
export function asGithub(report: Report): string {
  const lines = report.messages.map((message) => annotation(message, report.root));
  for (const { suite, name, status, reason, messages } of report.cases) {
    if (status !== 'failed' || messages.some(({ severity }) => severity === 'error')) continue;
    lines.push(`::error title=${property(`${suite}, ${name}`)}::${data(reason ?? 'failed')}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(message: ReportedMessage, root: string): string {
  const { file, line, column, endLine, endColumn, severity, rule, tool } = message;
  const inside = relative(root, file);
  const path = isAbsolute(inside) || inside.startsWith('..') ? file : inside;
  // GitHub accepts columns only for messages within one line.
  const oneLine = endLine === undefined || endLine === line;
  const properties = [
    `file=${property(path)}`,
    `line=${line}`,
    ...(endLine === undefined ? [] : [`endLine=${endLine}`]),
    ...(column === undefined || !oneLine ? [] : [`col=${column}`]),
    // GitHub's end column is inclusive, ours is exclusive.
    ...(endColumn === undefined || column === undefined || !oneLine
      ? []
      : [`endColumn=${Math.max(column, endColumn - 1)}`]),
    `title=${property(rule ?? tool)}`,
  ];
  return `::${commands[severity]} ${properties.join(',')}::${data(textWithKernels(message))}`;
}

/** Escapes the text after the colons as GitHub's own toolkit does. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** The same for a property, which ends at a colon or a comma. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
