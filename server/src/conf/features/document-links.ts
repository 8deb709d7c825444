import type { Conf } from '../conf.ts';
import type { DirectiveName } from '../directives/directive.ts';
import { findDirective } from '../directives/directives.ts';
import type { Value } from '../evaluation/value.ts';
import type { Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';

/** A file or folder that the conf names; the caller checks whether it exists. */
export interface DocumentLink {
  /** The text to click: the value, without its quotes. */
  readonly span: Span;
  /** Relative to the folder of the conf, with `/`; never leads out of it. */
  readonly target: string;
  readonly kind: 'patch' | 'script' | 'folder';
}

const linked: readonly { readonly name: DirectiveName; readonly kind: DocumentLink['kind'] }[] = [
  { name: 'PATCH', kind: 'patch' },
  { name: 'BUILT_MODULE_LOCATION', kind: 'folder' },
  ...(['PRE_BUILD', 'POST_BUILD', 'PRE_INSTALL', 'POST_INSTALL', 'POST_ADD', 'POST_REMOVE'] as const).map(
    (name) => ({ name, kind: 'script' as const }),
  ),
];

/** The files that the conf names below its folder: patches in patches/, scripts, and the folders in which modules are built. */
export function findDocumentLinks(conf: Conf, reading: Reading): readonly DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const { name, kind } of linked) {
    for (const { value, valueSpan } of reading.directives.get(findDirective(name).name) ?? []) {
      const file = kind === 'script' ? programOf(value) : value.kind === 'known' ? value.text : undefined;
      if (!file || !valueSpan) continue;
      const target = inside(kind === 'patch' ? `patches/${file}` : file);
      const span = withoutQuotes(conf, valueSpan, kind === 'script');
      if (target && span) links.push({ span, target, kind });
    }
  }
  return links.sort((a, b) => a.span.start - b.span.start);
}

/** The first word of a command, which may be known where its arguments are not. */
function programOf(value: Value): string | undefined {
  const text = value.kind === 'known' ? value.text : value.kind === 'unknown' ? value.prefix : undefined;
  const word = /^\s*(\S+)(\s?)/.exec(text ?? '');
  return value.kind === 'known' || word?.[2] ? word?.[1] : undefined;
}

/** The path without `.` and `..`; `undefined` if it is absolute or leads out of the folder. */
function inside(path: string): string | undefined {
  if (path.startsWith('/') || path.includes('\0')) return undefined;
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (kept.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') kept.push(part);
  }
  return kept.length > 0 ? kept.join('/') : undefined;
}

function withoutQuotes(conf: Conf, { start, end }: Span, firstWord: boolean): Span | undefined {
  const quoted = /^(["'])[\s\S]*\1$/.test(conf.text.slice(start, end)) && end - start >= 2;
  const from = quoted ? start + 1 : start;
  const to = quoted ? end - 1 : end;
  // Blanks in an expansion do not end the word that they stand in.
  const word = firstWord
    ? /^(?:\$\{[^}]*\}|\$\([^)]*\)|[^\s])*/.exec(conf.text.slice(from, to))?.[0]
    : undefined;
  const stop = word ? from + word.length : to;
  return stop > from ? { start: from, end: stop } : undefined;
}
