import type { Conf } from '../conf.ts';
import type { Span } from '../text.ts';
import type { Fix } from './finding.ts';

/** Removes the `.ko` or `.o` at the end of a value; none if it comes from an expansion. */
export function cutExtension(conf: Conf, span: Span | undefined): Fix[] {
  if (!span) return [];
  const raw = conf.text.slice(span.start, span.end);
  const found = /[^"'](\.k?o)["']?$/.exec(raw);
  if (!found?.[1]) return [];
  const start = span.start + found.index + 1;
  return [
    {
      title: `Delete ${found[1]}`,
      edits: [{ span: { start, end: start + found[1].length }, newText: '' }],
      preferred: true,
    },
  ];
}

/** The extension at the end of a name, or both if its text is not known. */
export function extensionOf(name: string | undefined): string {
  return (name && /\.k?o$/.exec(name)?.[0]) ?? '.ko or .o';
}
