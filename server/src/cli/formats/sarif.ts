import { isAbsolute, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Report, type ReportedMessage, textWithKernels } from './report.ts';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/**
 * A SARIF 2.1.0 log with one run. Paths below the folder that the program was started in are relative to `SRCROOT`, which is
 * what code scanning needs to find them in a repository.
 */
export function asSarif(report: Report): string {
  const ruleIds = [...new Set(report.messages.map(ruleOf))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'dkms-tools', version: report.version, rules: ruleIds.map((id) => ({ id })) },
        },
        invocations: [
          {
            executionSuccessful: report.cases.every(({ status }) => status !== 'cancelled'),
            toolExecutionNotifications: report.cases.flatMap(({ suite, name, status, reason, messages }) =>
              status === 'failed' && messages.every(({ severity }) => severity !== 'error')
                ? [{ level: 'error', message: { text: `${suite}, ${name}: ${reason ?? status}` } }]
                : [],
            ),
          },
        ],
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(report.root).href}/` } },
        columnKind: 'utf16CodeUnits',
        results: report.messages.map((message) => ({
          ruleId: ruleOf(message),
          ruleIndex: ruleIds.indexOf(ruleOf(message)),
          level: levels[message.severity],
          message: { text: textWithKernels(message) },
          locations: [{ physicalLocation: placeOf(message, report.root) }],
          ...(message.related.length > 0 && {
            relatedLocations: message.related.map((place, id) => ({
              ...{ id, physicalLocation: placeOf(place, report.root), message: { text: place.text } },
            })),
          }),
          ...(message.kernels && { properties: { kernels: message.kernels } }),
        })),
      },
    ],
  };
  return `${JSON.stringify(log)}\n`;
}

/** Every result has a rule: a compiler's message without an option has its tool's name. */
function ruleOf({ rule, tool }: ReportedMessage): string {
  return rule ?? tool;
}

function placeOf(
  place: Pick<ReportedMessage, 'file' | 'line' | 'column' | 'endLine' | 'endColumn'>,
  root: string,
): object {
  const { file, line, column, endLine, endColumn } = place;
  return {
    artifactLocation: artifactOf(file, root),
    region: {
      startLine: line,
      ...(column !== undefined && { startColumn: column }),
      ...(column !== undefined && endLine !== undefined && { endLine }),
      ...(column !== undefined && endColumn !== undefined && { endColumn }),
    },
  };
}

function artifactOf(file: string, root: string): object {
  const inside = relative(root, file);
  if (inside === '' || isAbsolute(inside) || inside.startsWith('..'))
    return { uri: pathToFileURL(file).href };
  // The whole path is encoded as in a file's URI; the folder's part is taken off again.
  const uri = pathToFileURL(`/${inside}`).href.slice('file:///'.length);
  return { uri, uriBaseId: 'SRCROOT' };
}
