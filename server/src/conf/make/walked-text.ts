/**
 * Marks in expanded texts: characters of Unicode's private use area, which no Makefile uses, in place of text that is known only when
 * make runs.
 */
export const marks = {
  /** Any text at all. */
  unknown: '\uE000',
  /** The folder that dkms builds the module in: that of the dkms.conf. */
  source: '\uE001',
  /** The release that dkms builds for. */
  kernel: '\uE002',
} as const;

/** Whether a folder is outside the source: an absolute path, or one that begins with the mark of a kernel. */
export function isOutside(folder: string): boolean {
  return folder.startsWith('/') || /^[\uE002-\uF8FF]/.test(folder);
}

/** Whether part of a text is known only when make runs. */
export function hasMark(text: string): boolean {
  return /[\uE000-\uF8FF]/.test(text);
}

/** The words of an expanded text. */
export const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

/** A folder of the source, relative to that of the conf, as a text. */
export function folderText(folder: string): string {
  return folder === '' ? marks.source : `${marks.source}/${folder}`;
}

/** Whether a shell certainly runs all commands of a line, as long as none of them fails. */
export function runsAll(text: string): boolean {
  // After `||`, most lines only hide or report a failure.
  if (/\|\|(?!\s*(?:(?:true|exit|echo|printf|false)\b|:))/.test(text)) return false;
  // What comes after the end of the shell, or after a command that always fails, does not run.
  return !/(?:^|[;&|(]\s*)(?:(?:exit|exec)\b[^;&|]*[;&|]|false\s*&&|!\s)/.test(text);
}

/** The text with the shell's expansions of its own folder (`$PWD` and the like) replaced; other expansions stay unknown. */
export function withFolders(text: string, folder: string): string {
  return text
    .replace(/\$\(pwd\)|`pwd`|\$\{?PWD\b\}?/g, () => folderText(folder))
    .replace(/\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|\$\{?\w+\}?/g, marks.unknown);
}

/** A path from a folder of the source, relative to that of the conf; `undefined` if unknown or outside the source. */
export function pathFrom(folder: string | undefined, further: string): string | undefined {
  const isAbsolute = further.startsWith(marks.source);
  const text = isAbsolute ? further.slice(1) : further;
  if (hasMark(text) || isOutside(further) || (!isAbsolute && folder === undefined)) return undefined;
  const parts = isAbsolute || !folder ? [] : folder.split('/');
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else parts.push(part);
  }
  return parts.join('/');
}
