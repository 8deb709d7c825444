import type { Span } from '../text.ts';

/** The source of a command or expansion, shortened for a message and without the `$(…)` or backquotes around it. */
export function excerpt(text: string, { start, end }: Span): string {
  const source = text.slice(start, end);
  const inner = /^\$\(([^()`]*)\)$/.exec(source)?.[1] ?? /^`([^`]*)`$/.exec(source)?.[1] ?? source;
  const flat = inner.replace(/`/g, '').trim().split('\n', 1)[0] ?? '';
  return flat.length > 40 ? `${flat.slice(0, 39)}…` : flat;
}
