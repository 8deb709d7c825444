import { writtenCommands } from '../syntax/command-words.ts';

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

/** Programs that create no file that a build needs. */
export const createsNoFile =
  /^(?:echo|printf|true|false|:|test|\[|rm|cd|export|set|sync|strip|depmod|modprobe|insmod|rmmod|exit)$/;

/** Programs that run no other program. */
const plainPrograms =
  /^(?:echo|printf|true|false|:|test|\[{1,2}|\]{1,2}|rm|mkdir|touch|cp|mv|ln|ls|install|chmod|chown|cat|grep|egrep|sed|awk|cut|tr|sort|head|tail|wc|stat|readlink|realpath|expr|seq|strip|depmod|modprobe|modinfo|lsmod|insmod|rmmod|udevadm|sync|sleep|git|date|id|which|uname|diff|cmp|patch|tar|gzip|xz|zstd|unzip|wget|curl|md5sum|sha256sum|openssl|mokutil|kmodsign|(?:\S*\/)?sign-file|pwd|exit|return|dirname|basename)$/;
/** A word before the program that runs. */
const before = /^(?:sudo|doas|command|exec)$/;

/** Whether a folder is outside the source: an absolute path, or one that begins with the mark of a kernel. */
export function isOutside(folder: string): boolean {
  return folder.startsWith('/') || /^[\uE002-\uF8FF]/.test(folder);
}

/** Whether part of a text is known only when make runs. */
export function hasMark(text: string): boolean {
  return /[\uE000-\uF8FF]/.test(text);
}

/** Whether nothing of a text is known. */
export function isUnknown(text: string | undefined): boolean {
  return text !== undefined && text !== '' && text.replaceAll(marks.unknown, '') === '';
}

/** The path of a name in a folder of the source. */
export function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Whether a program is make. */
export function isMake(program: string): boolean {
  return /^(?:g?make|(?:\/usr)?\/bin\/make)$/.test(program);
}

/** Whether two texts are the same; `undefined` if that depends on an unknown part. */
export function isSame(a: string, b: string): boolean | undefined {
  if (!hasMark(a) && !hasMark(b)) return a === b;
  if (a === '') return isCertainlyFull(b) ? false : undefined;
  if (b === '') return isCertainlyFull(a) ? false : undefined;
  // Except for `marks.unknown`, equal marks stand for equal texts.
  if (a === b && !a.includes(marks.unknown)) return true;
  return undefined;
}

/**
 * Whether a name of a rule with an unknown part may be that of a target. Next to written text, the unknown part is assumed to have no
 * blanks: a list of names stands alone.
 */
export function mayBeTarget(name: string, target: string): boolean {
  if (!hasMark(name)) return false;
  const [before = '', behind = ''] = [
    /^[^\uE000-\uF8FF]*/.exec(name)?.[0],
    /[^\uE000-\uF8FF]*$/.exec(name)?.[0],
  ];
  return (
    target.length >= before.length + behind.length && target.startsWith(before) && target.endsWith(behind)
  );
}

/** Whether a text is certainly not empty, whatever its unknown parts are. */
export function isCertainlyFull(text: string): boolean {
  return text.replaceAll(marks.unknown, '').trim() !== '';
}

/** The words of an expanded text. */
export const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

/** A folder of the source, relative to that of the conf, as a text. */
export function folderText(folder: string): string {
  return folder === '' ? marks.source : `${marks.source}/${folder}`;
}

/** The text with quoted parts replaced by letters, so that a `;` or `|` in them does not count as the shell's; it has the same length. */
export function withoutQuoted(text: string): string {
  return text.replace(
    /'[^']*'|"(?:[^"\\]|\\.)*"|\\./gs,
    (quoted) =>
      quoted[0] + 'x'.repeat(Math.max(0, quoted.length - 2)) + (quoted.length > 1 ? quoted.at(-1) : ''),
  );
}

/** The text split at its groups in parentheses: every second piece is the content of one. `bare` is the text with quoted parts replaced. */
export function splitGroups(text: string, bare: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const found of bare.matchAll(/(?<=^|[;&|])(\s*)\(([^()]*)\)/g)) {
    const open = found.index + (found[1]?.length ?? 0);
    pieces.push(text.slice(from, found.index), text.slice(open + 1, found.index + found[0].length - 1));
    from = found.index + found[0].length;
  }
  return [...pieces, text.slice(from)];
}

/** A `for` loop over written words as the commands that it runs, one after the other; any other text as it is. */
export function unrolled(text: string): string {
  const loop =
    /^for\s+(\w+)\s+in\s+([\w\s./+-]*?)\s*[;\n]\s*do\b([^;]*(?:;(?!\s*done\b)[^;]*)*);\s*done\s*;?\s*$/.exec(
      text,
    );
  if (!loop) return text;
  const [, name = '', words = '', whole = ''] = loop;
  const stops = /\|\|\s*exit(?:\s+[\w$?]+)?\s*$/;
  const body = whole.replace(stops, '').trim();
  if (/\b(?:for|while|until|case|if|break|continue|cd|exit)\b/.test(body)) return text;
  const named = new RegExp(`\\$(?:${name}\\b|\\{${name}\\})`, 'g');
  return wordsOf(words)
    .map((word) => body.replace(named, () => word))
    .join(stops.test(whole) ? ' && ' : '; ');
}

/** Whether a text runs nothing that could call make or change the folder for others, whichever of its commands run. */
export function onlyPlainPrograms(text: string): boolean {
  return writtenCommands(text).every((written) => {
    const words = written.filter(
      (word) => !/^(?:if|then|else|elif|fi|do|done|while|until|!|\}|\w+=.*|\d*[<>].*)$/.test(word),
    );
    // `command -v` only looks for a program.
    if (words[0] === 'command' && words[1] === '-v') return true;
    while (before.test(words[0] ?? '')) {
      words.shift();
      while (words[0]?.startsWith('-')) words.shift();
    }
    const [program = ''] = words;
    return program === '' || program === 'for' || plainPrograms.test(program);
  });
}

/** Whether a shell certainly runs all commands of a line, as long as none of them fails. */
export function runsAll(text: string): boolean {
  // After `||`, most lines only hide or report a failure.
  if (/\|\|(?!\s*(?:(?:true|exit|echo|printf|false)\b|:))/.test(text)) return false;
  // Commands after the end of the shell, or after a command that always fails, do not run.
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
  const parts = partsFrom(folder, further);
  return parts?.[0] === '..' ? undefined : parts?.join('/');
}

/** The folder of a call of Kbuild, by such a path; whether it is known to lie outside of the source. */
export function calledFolder(
  folder: string | undefined,
  further: string,
): { readonly folder: string | undefined; readonly isBeside?: true } {
  const leadsOut = partsFrom(folder, further)?.[0] === '..';
  return { folder: pathFrom(folder, further), ...(leadsOut && { isBeside: true }) };
}

function partsFrom(folder: string | undefined, further: string): readonly string[] | undefined {
  const isAbsolute = further.startsWith(marks.source);
  const text = isAbsolute ? further.slice(1) : further;
  if (hasMark(text) || isOutside(further) || (!isAbsolute && folder === undefined)) return undefined;
  const parts = isAbsolute || !folder ? [] : folder.split('/');
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts;
}
