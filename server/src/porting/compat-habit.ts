import type { TextFile } from '../triage/rewrite/replacement.ts';
import type { FileTexts } from './port-edit.ts';

/**
 * The header in which a driver gives older kernels the names of newer ones, if all of some files include it, directly or by way of another header; by its name, and since
 * it has such a name under a condition on the version.
 */
export function findCompatHeader(paths: readonly string[], texts: FileTexts): TextFile | undefined {
  for (const [path, text] of texts) {
    if (!/(?:compat|backport)[\w-]*\.h$/i.test(nameOf(path)) || !isByVersion(text)) continue;
    if (paths.every((each) => each !== path && reaches(each, path, texts))) return { path, text };
  }
  return undefined;
}

/**
 * Whether a driver tells kernels of Red Hat apart by RHEL_RELEASE_CODE, and defines RHEL_RELEASE_VERSION() for kernels that do not; `undefined` where it
 * does not tell them apart.
 */
export function findRedHatHabit(texts: FileTexts): { readonly hasMacro: boolean } | undefined {
  const sources = [...texts].flatMap(([path, text]) => (/\.[ch]$/.test(path) ? [text] : []));
  if (!sources.some((text) => /^[ \t]*#[ \t]*(?:el)?if\b.*\bRHEL_RELEASE_CODE\b/m.test(text)))
    return undefined;
  return { hasMacro: sources.some((text) => /^[ \t]*#[ \t]*define[ \t]+RHEL_RELEASE_VERSION\(/m.test(text)) };
}

/** Whether a macro or function in lower case, as the kernel's are, stands under a condition on the version. */
function isByVersion(text: string): boolean {
  return /^[ \t]*#[ \t]*if[^\n]*LINUX_VERSION_CODE[^\n]*\n(?:(?![ \t]*#[ \t]*endif)[^\n]*\n)*?[ \t]*(?:#[ \t]*define[ \t]+[a-z]|static (?:__always_)?inline )/m.test(
    text,
  );
}

/** Whether a file includes another, by the names of both: the folders for headers are the Makefile's affair. */
function reaches(from: string, wanted: string, texts: FileTexts): boolean {
  const seen = new Set([from]);
  for (const path of seen) {
    if (path === wanted) return true;
    const included = [...(texts.get(path) ?? '').matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm)];
    for (const [, name = ''] of included)
      for (const other of texts.keys()) if (nameOf(other) === nameOf(name)) seen.add(other);
  }
  return false;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
