import type { CSource } from './c-source.ts';
import type { Replacement } from './replacement.ts';

/** Replaces `#include <from>` by `#include <to>`; removes the line if `to` is included already. */
export function rewriteInclude(source: CSource, from: string, to: string): Replacement[] {
  const lines = source.includes();
  const has = lines.some(({ path }) => path === to);
  return lines.flatMap((line) => {
    if (line.path !== from) return [];
    if (!has) return [{ start: line.pathStart, end: line.pathStart + from.length, text: to }];
    const newline = source.text.indexOf('\n', line.end);
    return [{ start: line.start, end: newline < 0 ? line.end : newline + 1, text: '' }];
  });
}

/** Adds an `#include` after the last unconditional one; empty if the file has it already. */
export function addInclude(source: CSource, header: string): Replacement[] {
  const lines = source.includes();
  if (lines.some(({ path }) => path === header)) return [];
  const at = findIncludeInsertion(source);
  return [{ start: at, end: at, text: `#include <${header}>\n`, harmless: true }];
}

/** Comments and blank lines at the beginning of a file. */
const preface = /^(?:\s*(?:\/\*[\s\S]*?\*\/|\/\/.*))*[ \t]*(?:\r?\n)*/;

/** The condition that keeps a header from being included twice, which stands around all of it. */
const includeGuard =
  /^[ \t]*#[ \t]*ifndef[ \t]+(\w+)[^\n]*\n[ \t]*#[ \t]*define[ \t]+\1\b[^\n]*(?:\n[ \t]*\r?(?=\n))*\n/;

/**
 * The offset after the line of the last unconditional `#include <…>`, where all kernel headers that the file always includes are included. Where there
 * is none: before the first line that is neither a comment nor blank, and inside of the condition around a whole header.
 */
export function findIncludeInsertion(source: CSource): number {
  const begin = preface.exec(source.text)?.[0].length ?? 0;
  const guard = includeGuard.exec(source.text.slice(begin))?.[0].length ?? 0;
  let depth = guard > 0 ? -1 : 0;
  let offset: number | undefined;
  let at = 0;
  for (const line of source.text.split('\n')) {
    const end = at + line.length + 1;
    if (/^\s*#\s*if/.test(line)) depth++;
    else if (/^\s*#\s*endif/.test(line)) depth--;
    else if (depth === 0 && /^\s*#\s*include\s*</.test(line)) offset = Math.min(end, source.text.length);
    at = end;
  }
  return offset ?? begin + guard;
}
