import type { Finding } from '../../server/src/conf/rules/finding.ts';
import { LineIndex } from '../../server/src/conf/text.ts';

/**
 * A finding as tests compare it: severity, rule and message; the source line with carets under the range (to the end of the line if it
 * continues on the next); the titles of its fixes, with a star before the preferred one; its related locations.
 */
export function renderFinding(text: string, finding: Finding): string {
  const { rule, severity, message, span, fixes, related = [] } = finding;
  return [
    `${severity} ${rule}: ${message}`,
    ...renderSpan(text, span),
    ...fixes.map(({ title, preferred }) => `${preferred ? '*' : '-'} ${title}`),
    ...related.flatMap((each) => [`  ${each.message}`, ...renderSpan(text, each.span)]),
  ].join('\n');
}

function renderSpan(text: string, span: { readonly start: number; readonly end: number }): string[] {
  const lines = new LineIndex(text);
  const { line, character } = lines.positionAt(span.start);
  const source = text.slice(lines.lineStart(line), lines.lineStart(line + 1)).replace(/[\r\n]+$/, '');
  const width = Math.max(1, Math.min(span.end - span.start, source.length - character));
  return [`  ${source}`.trimEnd(), `  ${' '.repeat(character)}${'^'.repeat(width)}`];
}
