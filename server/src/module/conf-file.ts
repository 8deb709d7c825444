import { isUtf8 } from 'node:buffer';
import { readFile, readlink, stat } from '../file-system.ts';
import { sizeText } from '../size-text.ts';

/** The text of a file, or why it could not be read. */
export type ConfFile = ConfText | ConfFileFailure;

export interface ConfText {
  readonly kind: 'text';
  /** A byte-order mark stays at its start, since dkms sees it too. */
  readonly text: string;
  /** Whether U+FFFD replaces bytes in the text that are not UTF-8: such a text must not be written back. */
  readonly hasInvalidBytes: boolean;
}

export interface ConfFileFailure {
  readonly kind:
    | 'not-found'
    | 'dangling-link'
    | 'directory'
    | 'no-permission'
    | 'binary'
    | 'too-large'
    /** Neither file nor folder (a pipe, a device), or an error of the file system. */
    | 'unreadable';
  /** What is wrong and what to do, for people. */
  readonly message: string;
  /** Where a dangling link points to, as it is written in the link. */
  readonly target?: string;
}

/** No dkms.conf is this large; such a file is something else under that name. */
const largestConfBytes = 20_000_000;

/** Reads a dkms.conf or a file like it. Returns a failure, and never throws, whatever the state of the file or the file system. */
export async function readConfFile(path: string, largestBytes = largestConfBytes): Promise<ConfFile> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      return failed('directory', `${path} is a folder, not a file. Remove it, or name a file in it.`);
    }
    // Reading a pipe could wait forever, and a device may have no end.
    if (!found.isFile()) {
      return failed('unreadable', `${path} is not an ordinary file. Put a text file in its place.`);
    }
    if (found.size > largestBytes) return tooLarge(path, found.size, largestBytes);
    return decode(path, await readFile(path));
  } catch (error) {
    return failureOf(path, error);
  }
}

/** This many lines of bash are evaluated in about a second; a dkms.conf has a few hundred. */
const mostLines = 50_000;

/** Reads a dkms.conf as `readConfFile` does, and refuses one with so much bash that evaluating it would take too long. */
export async function readConfToFollow(path: string): Promise<ConfFile> {
  const file = await readConfFile(path);
  if (file.kind !== 'text') return file;
  const lines = linesOfBash(file.text);
  if (lines <= mostLines) return file;
  return failed(
    'too-large',
    `${path} has ${lines} lines of bash, but DKMS Tools evaluates at most ${mostLines}. Is it a dkms.conf?`,
  );
}

/** Lines that are neither blank nor a comment. */
function linesOfBash(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    let first = at;
    while (first < end && (text[first] === ' ' || text[first] === '\t')) first++;
    if (first < end && text[first] !== '#') count++;
    at = end;
  }
  return count;
}

function decode(path: string, bytes: Buffer): ConfFile {
  if (bytes.includes(0)) {
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return failed(
      'binary',
      isUtf16
        ? `${path} is UTF-16, which dkms can't read. Save it as UTF-8 without a byte-order mark.`
        : `${path} is not a text file (it contains NUL bytes). Put a text file with dkms directives in its place.`,
    );
  }
  return { kind: 'text', text: bytes.toString('utf8'), hasInvalidBytes: !isUtf8(bytes) };
}

async function failureOf(path: string, error: unknown): Promise<ConfFileFailure> {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOENT': {
      const target = await readlink(path).catch(() => undefined);
      if (target === undefined) {
        return failed('not-found', `${path} does not exist. Create it, or correct the path.`);
      }
      const message = `${path} is a link to ${target}, which does not exist. Correct the link, or put a file in its place.`;
      return { kind: 'dangling-link', message, target };
    }
    case 'ENOTDIR':
      return failed(
        'not-found',
        `${path} does not exist, because a part of the path is a file, not a folder. Correct the path.`,
      );
    case 'EISDIR':
      return failed('directory', `${path} is a folder, not a file. Remove it, or name a file in it.`);
    case 'EACCES':
    case 'EPERM':
      return failed('no-permission', `${path} can't be read. Give yourself permission to read it.`);
    case 'ELOOP':
      return failed('unreadable', `${path} is a link that leads back to itself. Put a file in its place.`);
    default:
      if (code === undefined) throw error;
      return failed('unreadable', `${path} can't be read (${code}). Check the file system that it is on.`);
  }
}

function tooLarge(path: string, size: number, largest: number): ConfFileFailure {
  return failed(
    'too-large',
    `${path} has ${sizeText(size)}, but DKMS Tools reads at most ${sizeText(largest)}. Is it a dkms.conf?`,
  );
}

function failed(kind: ConfFileFailure['kind'], message: string): ConfFileFailure {
  return { kind, message };
}
