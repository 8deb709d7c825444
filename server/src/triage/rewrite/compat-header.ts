import { versionNumbers } from '../../versions.ts';
import type { Rewrite } from '../change.ts';
import type { CSource } from './c-source.ts';
import { findIncludeInsertion } from './includes.ts';
import type { FileReplacements, Replacement, TextFile } from './replacement.ts';

/** A file that gets new names. */
interface RenamedFile {
  readonly file: TextFile;
  readonly source: CSource;
  readonly replacements: readonly Replacement[];
}

type Rename = Extract<Rewrite, { kind: 'rename' }>;

const compatHeader = 'dkms-compat.h';

/** The new names in the sources, and a new header beside them that gives older kernels those names; all files in one folder. */
export function withCompatHeader(
  changed: readonly RenamedFile[],
  names: readonly Rename[],
  version: string,
): readonly FileReplacements[] | undefined {
  const folders = new Set(changed.map(({ file }) => file.path.slice(0, file.path.lastIndexOf('/'))));
  const [folder] = folders;
  if (folders.size !== 1 || folder === undefined) return undefined;
  if (changed.some(({ source }) => source.includes().some(({ path }) => path === compatHeader)))
    return undefined;
  const header = [
    '/* SPDX-License-Identifier: GPL-2.0 */',
    '/* Names of newer kernels, for older ones. */',
    '#ifndef DKMS_COMPAT_H',
    '#define DKMS_COMPAT_H',
    '',
    '#include <linux/version.h>',
    '',
    conditionBefore(version),
    ...names.map(macroFor),
    '#endif',
    '',
    '#endif',
    '',
  ].join('\n');
  return [
    ...changed.map(({ file, source, replacements }) => {
      const at = findIncludeInsertion(source);
      return {
        ...file,
        replacements: [...replacements, { start: at, end: at, text: `#include "${compatHeader}"\n` }],
      };
    }),
    { path: `${folder}/${compatHeader}`, text: '', replacements: [{ start: 0, end: 0, text: header }] },
  ];
}

/** The new names in the sources, and the macros for older kernels in a header of the module that these include: in a condition that is there, or in one more. */
export function withExtendedHeader(
  changed: readonly RenamedFile[],
  names: readonly Rename[],
  version: string,
  header: TextFile,
): readonly FileReplacements[] {
  const { text } = header;
  const wanted = names.filter(
    ({ to }) => !new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${to}\\b`, 'm').test(text),
  );
  const macros = wanted.map((each) => `${macroFor(each)}\n`).join('');
  const known = endOfCondition(text, conditionBefore(version));
  const at = known ?? endOfGuardedText(text);
  const whole =
    known === undefined
      ? `${text.slice(0, at).endsWith('\n\n') ? '' : '\n'}${conditionBefore(version)}\n${macros}#endif\n`
      : macros;
  const lead = at > 0 && text[at - 1] !== '\n' ? '\n' : '';
  const tail = known === undefined && at < text.length ? '\n' : '';
  const added = { start: at, end: at, text: lead + whole + tail };
  return [
    ...changed
      .filter(({ file }) => file.path !== header.path)
      .map(({ file, replacements }) => ({ ...file, replacements })),
    { ...header, replacements: wanted.length > 0 ? [added] : [] },
  ];
}

function conditionBefore(version: string): string {
  const [major = 0, minor = 0, patch = 0] = versionNumbers(version);
  return `#if LINUX_VERSION_CODE < KERNEL_VERSION(${major}, ${minor}, ${patch})`;
}

function macroFor({ from, to }: Rename): string {
  return `#define ${to} ${from}`;
}

/** The offset of the line that ends a condition with nothing but macros in it; `undefined` if there is none. */
function endOfCondition(text: string, condition: string): number | undefined {
  const squeeze = (line: string) => line.replace(/\s+/g, '');
  const lines = text.split('\n');
  const first = lines.findIndex((line) => squeeze(line) === squeeze(condition));
  if (first < 0) return undefined;
  const last = lines.findIndex((line, at) => at > first && !/^[ \t]*#[ \t]*define\b.*[^\\\s]\s*$/.test(line));
  if (!/^[ \t]*#[ \t]*endif\b/.test(lines[last] ?? '')) return undefined;
  return lines.slice(0, last).reduce((sum, line) => sum + line.length + 1, 0);
}

/** Before the `#endif` that ends a guard against including the header twice; else the end. */
function endOfGuardedText(text: string): number {
  const guard =
    /^(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*#[ \t]*ifndef[ \t]+(\w+)\s*\n[ \t]*#[ \t]*define[ \t]+\1\b/.exec(
      text,
    );
  const last = guard ? [...text.matchAll(/^[ \t]*#[ \t]*endif\b/gm)].at(-1)?.index : undefined;
  return last ?? text.length;
}
