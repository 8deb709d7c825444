/**
 * Marks in expanded texts, from Unicode's private use area, which no Makefile has: what stands for a text that is known only when make
 * runs, but of which it is known what it is.
 */
export const marks = {
  /** Any text at all. */
  unknown: '\uE000',
  /** The folder that dkms builds the module in: that of the dkms.conf. */
  source: '\uE001',
  /** The release that dkms builds for. */
  kernel: '\uE002',
} as const;

/** Whether a folder is not one of the source: an absolute path, or one that begins with a kernel's folder. */
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
  // Behind `||` stands most often what hides a failure or tells of it.
  if (/\|\|(?!\s*(?:(?:true|exit|echo|printf|false)\b|:))/.test(text)) return false;
  // What comes after the end of the shell, or after a command that always fails, does not run.
  return !/(?:^|[;&|(]\s*)(?:(?:exit|exec)\b[^;&|]*[;&|]|false\s*&&|!\s)/.test(text);
}

/** What a recipe's shell makes of the folder that it is in; other expansions of the shell are not known. */
export function withFolders(text: string, folder: string): string {
  return text
    .replace(/\$\(pwd\)|`pwd`|\$\{?PWD\b\}?/g, () => folderText(folder))
    .replace(/\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|\$\{?\w+\}?/g, marks.unknown);
}

/** A path from a folder of the source, relative to that of the conf; `undefined` where it is not known, or leads out of the source. */
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
