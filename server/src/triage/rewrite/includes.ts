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

/** Adds an `#include` after the last unconditional one, and before what needs it; empty if the file has it already. */
export function addInclude(source: CSource, header: string): Replacement[] {
  if (source.includes().some(({ path }) => path === header)) return [];
  const comparison =
    header === versionHeader
      ? source.tokens.find(({ directive, text }) => directive !== undefined && versionMacro.test(text))
      : undefined;
  return includeAt(findIncludeInsertion(source, comparison?.directive), header);
}

/** Adds the `#include` that conditions on the version need which stand at these offsets; empty if the file has it already. */
export function addVersionHeader(source: CSource, conditions: readonly number[]): Replacement[] {
  if (source.includes().some(({ path }) => path === versionHeader)) return [];
  return includeAt(findIncludeInsertion(source, Math.min(...conditions)), versionHeader);
}

function includeAt(at: number, header: string): Replacement[] {
  return [{ start: at, end: at, text: `#include <${header}>\n`, harmless: true }];
}

const versionHeader = 'linux/version.h';
const versionMacro = /^(?:LINUX_VERSION_CODE|KERNEL_VERSION|LINUX_VERSION_(?:MAJOR|PATCHLEVEL|SUBLEVEL))$/;

/** Comments and blank lines at the beginning of a file. */
const preface = /^(?:\s*(?:\/\*[\s\S]*?\*\/|\/\/.*))*[ \t]*(?:\r?\n)*/;

/** The condition that keeps a header from being included twice, which stands around all of it. */
const includeGuard =
  /^[ \t]*#[ \t]*ifndef[ \t]+(\w+)[^\n]*\n[ \t]*#[ \t]*define[ \t]+\1\b[^\n]*(?:\n[ \t]*\r?(?=\n))*\n/;

/**
 * The offset after the line of the last unconditional `#include <…>`, where all kernel headers that the file always includes are included. Where there
 * is none: before the first line that is neither a comment nor blank, and inside of the condition around a whole header. What stands after the line
 * at `before` does not count.
 */
export function findIncludeInsertion(source: CSource, before = Infinity): number {
  const begin = preface.exec(source.text)?.[0].length ?? 0;
  const guard = includeGuard.exec(source.text.slice(begin))?.[0].length ?? 0;
  let depth = guard > 0 ? -1 : 0;
  let offset: number | undefined;
  let at = 0;
  for (const line of source.text.split('\n')) {
    const end = at + line.length + 1;
    if (end > before) break;
    if (/^\s*#\s*if/.test(line)) depth++;
    else if (/^\s*#\s*endif/.test(line)) depth--;
    else if (depth === 0 && /^\s*#\s*include\s*</.test(line)) offset = Math.min(end, source.text.length);
    at = end;
  }
  return offset ?? begin + guard;
}
