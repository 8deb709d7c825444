import type { Conf } from '../conf.ts';
import type { Span } from '../text.ts';

/**
 * The comments with which a file switches rules off: `# dkms-tools: disable=RULE,RULE` at the end of the line
 * or alone on the line above, `# dkms-tools: disable-file=RULE` anywhere.
 * Returns whether a rule is off at a place.
 */
export function findSuppressions(conf: Conf): (rule: string, span: Span) => boolean {
  if (!conf.text.includes('dkms-tools:')) return () => false;
  const everywhere = new Set<string>();
  const byLine = new Map<number, Set<string>>();
  const comment =
    /(^|[ \t])#[ \t]*dkms-tools:[ \t]*(disable|disable-file)=([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)/gm;
  for (const { 0: whole, 1: before = '', 2: kind, 3: list = '', index } of conf.text.matchAll(comment)) {
    const names = list.split(/[ \t]*,[ \t]*/);
    if (kind === 'disable-file') {
      for (const name of names) everywhere.add(name);
      continue;
    }
    const { line } = conf.lines.positionAt(index + whole.length);
    const alone = conf.text.slice(conf.lines.lineStart(line), index + before.length).trim() === '';
    const lines = alone ? [line + 1] : [line];
    for (const at of lines) byLine.set(at, new Set([...(byLine.get(at) ?? []), ...names]));
  }
  return (rule, { start, end }) => {
    if (everywhere.has(rule)) return true;
    if (byLine.size === 0) return false;
    const { line: first } = conf.lines.positionAt(start);
    const { line: last } = conf.lines.positionAt(end);
    // For a value of several lines, the comment can be after its last line.
    return Boolean(byLine.get(first)?.has(rule) || byLine.get(last)?.has(rule));
  };
}
