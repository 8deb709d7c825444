import { join } from 'node:path';
import type { SourceFacts } from '../../conf/rules/source-facts.ts';
import { readBoundedText } from '../bounded-text.ts';

/** A header that is not in the source until a Makefile makes it. */
export interface GeneratedHeader {
  /** As it is included. */
  readonly name: string;
  /** The Makefile that makes it, maybe outside of any rule. */
  readonly makefile: string;
}

/** Limits on what is read; no driver whose Makefile makes a header exceeds them. */
const mostFiles = 400;
const mostBytes = 1_000_000;

/**
 * The headers that C files in `folder` include, that are nowhere in it, and that one of its Makefiles makes: a call of Kbuild alone would not
 * find them. Reads C files only where a Makefile makes such a header. Never throws.
 */
export async function findGeneratedHeaders(
  folder: string,
  { makefiles, folders }: Pick<SourceFacts, 'makefiles' | 'folders'>,
): Promise<readonly GeneratedHeader[]> {
  const present = new Set([...folders.values()].flatMap((entries) => [...entries.keys()]));
  const named = new Map<string, string>();
  for (const { path, madeHeaders } of makefiles)
    for (const name of madeHeaders) if (!present.has(name) && !named.has(name)) named.set(name, path);
  if (named.size === 0) return [];
  const files = [...folders]
    .flatMap(([path, entries]) =>
      [...entries].flatMap(([name, { kind }]) =>
        kind === 'file' && /\.[ch]$/.test(name) ? [path === '' ? name : `${path}/${name}`] : [],
      ),
    )
    .slice(0, mostFiles);
  const found = new Map<string, GeneratedHeader>();
  for (const file of files) {
    const text = (await readBoundedText(join(folder, file), mostBytes)) ?? '';
    for (const { 1: name = '' } of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]/gm)) {
      const makefile = named.get(name);
      if (makefile !== undefined) found.set(name, { name, makefile });
    }
  }
  return [...found.values()];
}
