import { afterDigits, colonBeforeNumber, isDigit } from './line-scan.ts';

/** A quick check, mostly of the end of a line, which rules out most lines. */
export function mayMissCommand(line: string): boolean {
  // `sh: 0: Can't open x`.
  if (line.startsWith('sh: 0: ') || line.startsWith('/bin/sh: 0: ')) return true;
  if (line.startsWith('zsh: command ')) return true;
  const last = line.charCodeAt(line.length - 1);
  // d, y, r
  if (last !== 0x64 && last !== 0x79 && last !== 0x72) return false;
  return (
    line.endsWith('found') || line.endsWith('directory') || line.endsWith('denied') || line.endsWith('error')
  );
}

/** The offset of make's message after a `make: ` or `make[2]: ` that begins at an offset; 0 for other lines. */
export function messageStart(text: string, start = 0): number {
  // m, a, k, e
  if (text.charCodeAt(start) !== 0x6d || text.charCodeAt(start + 1) !== 0x61) return 0;
  if (text.charCodeAt(start + 2) !== 0x6b || text.charCodeAt(start + 3) !== 0x65) return 0;
  let at = start + 4;
  if (text.charCodeAt(at) === 0x5b) {
    const behind = afterDigits(text, at + 1);
    if (behind === at + 1 || text.charCodeAt(behind) !== 0x5d) return 0;
    at = behind + 1;
  }
  return text.charCodeAt(at) === 0x3a && text.charCodeAt(at + 1) === 0x20 ? at + 2 : 0;
}

/** The level of the make whose message begins with `make[2]: ` at an offset; 0 for `make: `. */
export function levelIn(text: string, start: number): number {
  const digits = start + 'make['.length;
  return text.charCodeAt(digits - 1) === 0x5b ? Number(text.slice(digits, afterDigits(text, digits))) : 0;
}

/** The groups of `failure` for its most frequent form, `*** [path:line: target] Error 2`, without the pattern. */
export function plainFailure(text: string): readonly (string | undefined)[] | undefined {
  const closes = text.length - '] Error 2'.length;
  if (!text.startsWith('*** [') || !text.startsWith('] Error ', closes)) return undefined;
  const inside = text.slice('*** ['.length, closes);
  const status = text.slice(-1);
  const at = colonBeforeNumber(inside);
  const behind = at > 0 ? afterDigits(inside, at + 1) : 0;
  if (!isDigit(status.charCodeAt(0)) || !inside.startsWith(': ', behind) || at <= 0) return undefined;
  const path = inside.slice(0, at);
  return [text, path, inside.slice(at + 1, behind), inside.slice(behind + 2), 'Error', status];
}

/** Whether the line may be from make: the name begins it, or the last part of a path. */
export function mayBeMessage(line: string): boolean {
  const first = line.charCodeAt(0);
  // m, g
  if (first === 0x6d || first === 0x67) return line.startsWith('make') || line.startsWith('gmake');
  return line.includes('make') && /^(?:[./]|\w+\/).*\/g?make\b/.test(line);
}
