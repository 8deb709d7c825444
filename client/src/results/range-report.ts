import type { RangeReport } from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import { escapeMarkdown } from './markdown-text.ts';

type Interval = RangeReport['intervals'][number];

/** For which kernels a module is predicted to build, as a page of Markdown; `shorten` turns a file's address into the path to show. */
export function rangeReportText(
  name: string,
  { range, intervals, directives }: RangeReport,
  shorten: (uri: string) => string,
): string {
  const title = `# Kernels for ${escapeMarkdown(name)}`;
  if (intervals.length === 0) return `${title}\n\nThere is no C file to look through.\n`;
  const versions = range && (range.first === range.last ? range.first : `${range.first} to ${range.last}`);
  const judged =
    versions === undefined
      ? 'Every kernel of the history has a change that most likely breaks this source.'
      : `No change of the kernel's interface is known to break it for **Linux ${escapeMarkdown(versions)}**.`;
  const rows = intervals.map(
    ({ versions: kernels, obstacles }) =>
      `| ${escapeMarkdown(kernels)} | ${obstacles.length === 0 ? 'no known obstacle' : 'most likely does not build'} |`,
  );
  const parts = [
    title,
    `${judged} Judged by the headers of Debian's kernels; a build can still fail. In a terminal, \`dkms-tools range --verify\` builds at both edges.`,
    ['| Linux | |', '| --- | --- |', ...rows].join('\n'),
    ...intervals
      .filter(({ obstacles }) => obstacles.length > 0)
      .map((interval) => detailText(interval, shorten)),
    ...(directives.length > 0 ? [`## For dkms.conf\n\n\`\`\`sh\n${directives.join('\n')}\n\`\`\``] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What is in the way: the same thing in many places once. */
function detailText({ versions, obstacles }: Interval, shorten: (uri: string) => string): string {
  const lines = [...Map.groupBy(obstacles, ({ text }) => text)].map(([text, [first, ...others]]) => {
    const place = first
      ? `[${escapeMarkdown(`${shorten(first.uri)}:${first.line}`)}](${first.uri}#L${first.line}): `
      : '';
    const more = others.length > 0 ? ` (and in ${plural(others.length, 'more place')})` : '';
    return `- ${place}${escapeMarkdown(text)}${more}`;
  });
  return `## ${escapeMarkdown(versions)}\n\n${lines.join('\n')}`;
}
