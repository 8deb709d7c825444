/** What an input that is not a log is, in words that complete "it is …". */
export type InputKind = string;

/** Turns bytes into text, piece by piece. */
export interface Decoder {
  readonly encoding: string;
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

/** The decoder for an input, or what the input is if it is not text. */
export interface DecodedInput {
  readonly decoder: Decoder;
  /** Absent for text. */
  readonly kind?: InputKind;
}

const magic: readonly (readonly [string, InputKind])[] = [
  ['1f8b', 'compressed by gzip: unpack it first'],
  ['28b52ffd', 'compressed by zstd: unpack it first'],
  ['fd377a585a00', 'compressed by xz: unpack it first'],
  ['425a68', 'compressed by bzip2: unpack it first'],
  ['504b0304', 'a zip archive: unpack it first'],
  ['7f454c46', 'a program or an object file'],
  ['89504e47', 'a picture: copy the text instead'],
  ['ffd8ff', 'a picture: copy the text instead'],
  ['25504446', 'a PDF: copy its text instead'],
  ['53514c697465', 'a database'],
];

/**
 * Chooses the encoding of a log by its first bytes: UTF-8, the UTF-16 that PowerShell and Windows write (with or without a byte-order
 * mark), or else one character per byte.
 */
export function decodeInput(head: Buffer): DecodedInput {
  const hex = head.subarray(0, 8).toString('hex');
  const known = magic.find(([start]) => hex.startsWith(start));
  if (known) return { decoder: new TextDecoder(), kind: known[1] };
  if (hex.startsWith('fffe')) return { decoder: new TextDecoder('utf-16le') };
  if (hex.startsWith('feff')) return { decoder: new TextDecoder('utf-16be') };
  const sample = head.subarray(0, 4096);
  const zeros = [0, 1].map((parity) => sample.filter((byte, at) => byte === 0 && at % 2 === parity).length);
  const [even = 0, odd = 0] = zeros;
  if (odd * 4 > sample.length && even * 20 < sample.length) return { decoder: new TextDecoder('utf-16le') };
  if (even * 4 > sample.length && odd * 20 < sample.length) return { decoder: new TextDecoder('utf-16be') };
  const controls = sample.filter((byte) => byte < 9 || (byte > 13 && byte < 27) || byte === 127).length;
  if (controls * 10 > sample.length) return { decoder: new TextDecoder(), kind: 'a binary file' };
  return { decoder: new TextDecoder(isUtf8(head) ? 'utf-8' : 'windows-1252') };
}

function isUtf8(bytes: Buffer): boolean {
  try {
    // A character may be cut at the end.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** What a text is in which no line of a build was recognised. */
export function kindOfText(text: string): InputKind {
  if (text.trim() === '') return 'empty';
  if (/^\s*(?:<!doctype html|<html|<head|<body|<\?xml)/i.test(text))
    return 'a web page: copy the text of the log from it';
  if (/^\s*[{[]/.test(text) && isJson(text)) return 'JSON';
  if (/^#!\s*\//.test(text)) return 'a script';
  if (/^\s*(?:PACKAGE_NAME|BUILT_MODULE_NAME)\b.*=/m.test(text))
    return 'a dkms.conf: check it with dkms-tools check';
  if (/^\s*(?:obj-m|KDIR|ccflags-y)\s*[:+?]?=/m.test(text)) return 'a Makefile';
  if (/^\s*#\s*include\s*[<"]/m.test(text)) return 'C source';
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const prompts = lines.filter((line) => prompt.test(line)).length;
  if (prompts === lines.length) return 'a command line without its output';
  return 'text in which no line comes from make, a compiler, kbuild or dkms';
}

/** A shell's prompt with a command: `user@host:~/x$ make`, `[user@host x]# dkms build`, `$ make`, `% make`, `❯ make`. */
const prompt =
  /^(?:\([\w.-]+\) )?(?:\[?[\w.-]+@[\w.-]+[: ][^$#%\n]{0,120}\]?|[\w~/.-]{0,60} ?|┌.*|└[^ ]*)[$#%❯➜»]\s?(?=\S|$)|^❯ |^➜ /u;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
