import type { PackageTree } from './package-facts.ts';

/** Licence, description, authors and copyright, as stated in the files of a source. */
export interface SourceNotices {
  /** An SPDX expression; empty if none is stated. */
  readonly licence: string;
  /** The first MODULE_DESCRIPTION. */
  readonly description?: string;
  /** Each MODULE_AUTHOR. */
  readonly authors: readonly string[];
  /** What follows "Copyright", without the sign. */
  readonly copyright: readonly string[];
}

/**
 * The SPDX expressions for MODULE_LICENSE (Documentation/process/license-rules.rst: "GPL" does not say whether it includes later versions).
 */
const moduleLicences: Readonly<Record<string, string>> = {
  GPL: 'GPL-2.0-only',
  'GPL v2': 'GPL-2.0-only',
  'GPL and additional rights': 'GPL-2.0-only',
  'Dual MIT/GPL': 'GPL-2.0-only OR MIT',
  'Dual BSD/GPL': 'GPL-2.0-only OR BSD-3-Clause',
  'Dual MPL/GPL': 'GPL-2.0-only OR MPL-2.0',
};

const mostHolders = 30;

/** Reads the C files and headers of a source, in path order. */
export function readNotices(tree: PackageTree): SourceNotices {
  const spdx = new Set<string>();
  const macros = new Set<string>();
  const descriptions: string[] = [];
  const authors = new Set<string>();
  const holders = new Set<string>();
  for (const [path, entry] of tree) {
    if (entry.kind === 'link' || !/\.[chS]$/.test(path)) continue;
    const text = Buffer.from(entry.bytes).toString('utf8');
    const [, expression] =
      /SPDX-License-Identifier:\s*([^\n*]+?)\s*(?:\*\/)?\s*$/m.exec(text.slice(0, 2000)) ?? [];
    // The exception `Linux-syscall-note` concerns only user programs.
    if (expression)
      spdx.add(expression.replace(/\s+WITH Linux-syscall-note/g, '').replace(/^\((.*)\)$/, '$1'));
    for (const value of macroTexts(text, 'MODULE_LICENSE')) macros.add(moduleLicences[value] ?? '');
    descriptions.push(...macroTexts(text, 'MODULE_DESCRIPTION'));
    for (const author of macroTexts(text, 'MODULE_AUTHOR')) authors.add(author);
    for (const [, holder = ''] of text.matchAll(
      /^[\s/*#]*(?:Copyright|\(c\)|©)(?:\s*(?:\(c\)|©|Copyright))*[:,\s]*([^\n]*)$/gim,
    )) {
      const plain = holder
        .replace(/\*\/\s*$/, '')
        .replace(/[.,;]?\s*All rights reserved\.?/i, '')
        .trim();
      if (/\p{L}{2}/u.test(plain) && holders.size < mostHolders) holders.add(plain);
    }
  }
  const stated = spdx.size > 0 ? spdx : macros;
  const [description] = descriptions;
  return {
    licence: combined([...stated].filter((one) => one !== '')),
    ...(description !== undefined && { description }),
    authors: [...authors],
    copyright: [...holders],
  };
}

function combined(licences: readonly string[]): string {
  const [first = ''] = licences;
  if (licences.length < 2) return first;
  return licences.map((one) => (/\s(?:OR|AND)\s/.test(one) ? `(${one})` : one)).join(' AND ');
}

/** The string arguments of all calls of a macro, with adjacent strings concatenated. */
function macroTexts(text: string, macro: string): readonly string[] {
  const calls = text.matchAll(
    new RegExp(`^\\s*${macro}\\s*\\(\\s*((?:"(?:[^"\\\\\\n]|\\\\.)*"\\s*)+)\\)`, 'gm'),
  );
  return [...calls].map(([, strings = '']) =>
    [...strings.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)]
      .map(([, part = '']) => part.replace(/\\n/g, ' ').replace(/\\(.)/g, '$1'))
      .join('')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}
