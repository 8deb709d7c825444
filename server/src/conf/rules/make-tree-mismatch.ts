import { type DirectiveElement, knownText, type Reading } from '../reading/reading.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

export const makeTreeMismatch: Rule = {
  id: 'make-tree-mismatch',
  severity: 'warning',
  summary: 'MAKE builds in the folder of another package or version.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { element, span } of writtenMakes(reading, statements)) {
      const other = sourceOfOtherVersion(element, reading);
      if (other !== undefined) {
        yield {
          message: `MAKE builds in ${other}, the source of another version. dkms builds a copy of this one, and starts MAKE in it: leave the folder out.`,
          ...{ span, fixes: [] },
        };
        continue;
      }
      const raw = conf.text.slice(span.start, span.end);
      const tree = /(?:\$\{?dkms_tree\}?|\/var\/lib\/dkms)\/([^\s/"']+)\/([^\s/"']+)\/build\b/g;
      for (const found of raw.matchAll(tree)) {
        const parts = [
          {
            name: 'PACKAGE_NAME',
            text: found[1] ?? '',
            at: found[0].indexOf('/', found[0].indexOf(found[1] ?? '') - 1) + 1,
          },
          {
            name: 'PACKAGE_VERSION',
            text: found[2] ?? '',
            at: found[0].length - '/build'.length - (found[2] ?? '').length,
          },
        ] as const;
        for (const { name, text, at } of parts) {
          const real = knownText(reading, name);
          // Only plain text is certainly wrong.
          if (!real || /[$`\\*?[{@#%]/.test(text) || /[@#%]/.test(real) || text === real) continue;
          const start = span.start + found.index + at;
          const partSpan = { start, end: start + text.length };
          yield {
            message: `dkms builds this package in ${name === 'PACKAGE_NAME' ? `${real}/…` : `…/${real}`}/build, but MAKE names ${text}. Write \${${name}}, which is always right.`,
            span: partSpan,
            fixes: fixesFor(name, partSpan, raw.startsWith("'") || !isSetBefore(name, span.start)),
          };
        }
      }
    }

    function isSetBefore(name: 'PACKAGE_NAME' | 'PACKAGE_VERSION', offset: number): boolean {
      const nameSpan = reading.directives.get(name)?.[0]?.nameSpan;
      return nameSpan !== undefined && nameSpan.start < offset;
    }
  },
};

/** The folder below /usr/src in which MAKE works if it is that of another version of the package, whichever variables name it. */
function sourceOfOtherVersion({ value }: DirectiveElement, reading: Reading): string | undefined {
  const name = knownText(reading, 'PACKAGE_NAME');
  const version = knownText(reading, 'PACKAGE_VERSION');
  // What stands behind an expansion that is not known is not read.
  const text =
    value.kind === 'known' ? `${value.text} ` : value.kind === 'unknown' ? value.prefix : undefined;
  if (text === undefined || !name || !version) return undefined;
  for (const [, folder = ''] of text.matchAll(
    /(?:-C ?|\bcd +|\bM=)["']?(\/usr\/src\/[^\s/"';&|)]+)(?=[\s/"';&|)])/g,
  )) {
    const named = folder.slice('/usr/src/'.length);
    const rest = named.startsWith(`${name}-`) ? named.slice(name.length + 1) : undefined;
    if (rest !== undefined && /^v?\d[\w.+~-]*$/.test(rest) && rest !== version) return folder;
  }
  return undefined;
}

function fixesFor(name: string, span: { start: number; end: number }, literal: boolean): Fix[] {
  return literal
    ? []
    : [{ title: `Change to \${${name}}`, edits: [{ span, newText: `\${${name}}` }], preferred: true }];
}
