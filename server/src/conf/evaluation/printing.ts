import { escapedLetters } from '../syntax/escapes.ts';
import { isKnown, join, joinAll } from './shell-state.ts';
import { known } from './value.ts';
import type { PathValue } from './variables.ts';

/** The output of `echo`; `undefined` if it is not known whether an argument is an option. */
export function echoed(args: readonly PathValue[]): PathValue | undefined {
  let newline = true;
  let escapes = false;
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at];
    if (!arg) break;
    if (!isKnown(arg)) {
      if (arg.prefix && !arg.prefix.startsWith('-')) break;
      return undefined;
    }
    if (!/^-[neE]+$/.test(arg.text)) break;
    for (const letter of arg.text.slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const words = args.slice(at).flatMap((value, i) => (i > 0 ? [known(' '), value] : [value]));
  if (!escapes) return join(joinAll(words), known(newline ? '\n' : ''));
  const text = joinAll(words);
  if (!isKnown(text)) return undefined;
  const decoded = decodeEscapes(text.text, 'echo');
  if (!decoded) return undefined;
  return known(decoded.text + (newline && !decoded.ended ? '\n' : ''));
}

/** An octal escape. */
const octals = { echo: /^0([0-7]{0,3})/, format: /^([0-7]{1,3})/, argument: /^(?=[0-7])0?([0-7]{0,3})/ };

/** Backslash sequences as `echo -e`, the format of `printf`, and its `%b` read them; `undefined` for bytes that are not text. */
function decodeEscapes(
  source: string,
  kind: 'echo' | 'format' | 'argument',
): { readonly text: string; readonly ended: boolean } | undefined {
  let text = '';
  for (let at = 0; at < source.length; at++) {
    const unit = source[at] ?? '';
    if (unit !== '\\') {
      text += unit;
      continue;
    }
    const rest = source.slice(at + 1, at + 10);
    const plain = escapedLetters[rest[0] ?? ''];
    const octal = octals[kind].exec(rest);
    const hex = /^x([0-9A-Fa-f]{1,2})/.exec(rest);
    if (plain !== undefined) {
      text += plain;
      at++;
    } else if (rest[0] === 'c' && kind !== 'format') return { text, ended: true };
    else if (octal || hex) {
      const code = octal ? Number.parseInt(octal[1] || '0', 8) & 255 : Number.parseInt(hex?.[1] ?? '', 16);
      if (code === 0 || code > 127) return undefined;
      text += String.fromCharCode(code);
      at += (octal ?? hex)?.[0].length ?? 0;
    } else if (/^[uUc"']/.test(rest)) return undefined;
    else text += unit;
  }
  return { text, ended: false };
}

/** The output of `printf FORMAT ARGUMENT…`; `undefined` if it is not known or printf reports an error. */
export function formatted(format: string, args: readonly PathValue[]): PathValue | undefined {
  const pieces = parseFormat(format);
  if (!pieces) return undefined;
  const wanted = pieces.filter((piece) => typeof piece !== 'string').length;
  const results: PathValue[] = [];
  let next = 0;
  let length = 0;
  do {
    for (const piece of pieces) {
      if (typeof piece === 'string') results.push(known(piece));
      else {
        const value = convert(piece, args[next++]);
        if (value === undefined) return undefined;
        results.push(value);
        length += isKnown(value) ? value.text.length : 0;
      }
      if (results.length > mostPieces || length > longest) return undefined;
    }
  } while (wanted > 0 && next < args.length);
  return joinAll(results);
}

const mostPieces = 10_000;
/** The longest output, in characters. */
const longest = 1_000_000;

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

function parseFormat(format: string): (string | Conversion)[] | undefined {
  const pieces: (string | Conversion)[] = [];
  const conversion = /%([-0]*)(\d{0,4})(?:\.(\d{0,4}))?([sbdiuxXoc%])/y;
  for (let at = 0; at < format.length; ) {
    if (format[at] !== '%') {
      const end = format.indexOf('%', at);
      const decoded = decodeEscapes(format.slice(at, end < 0 ? format.length : end), 'format');
      if (!decoded) return undefined;
      pieces.push(decoded.text);
      at = end < 0 ? format.length : end;
      continue;
    }
    conversion.lastIndex = at;
    const found = conversion.exec(format);
    if (!found) return undefined;
    const [all, flags = '', width = '', precision, letter = ''] = found;
    at += all.length;
    if (letter === '%') {
      if (all !== '%%') return undefined;
      pieces.push('%');
    } else {
      pieces.push({
        flags,
        width: Number(width),
        precision: precision === undefined ? undefined : Number(precision),
        letter,
      });
    }
  }
  return pieces;
}

function convert(
  { flags, width, precision, letter }: Conversion,
  value: PathValue | undefined,
): PathValue | undefined {
  const isText = letter === 's' || letter === 'c' || letter === 'b';
  const arg = value ?? known(isText ? '' : '0');
  if (!isKnown(arg)) return letter === 's' && width === 0 && precision === undefined ? arg : undefined;
  if (letter === 'b') {
    const decoded = decodeEscapes(arg.text, 'argument');
    // `\c` ends the output.
    if (!decoded || decoded.ended) return undefined;
    return convert({ flags, width, precision, letter: 's' }, known(decoded.text));
  }
  if (isText) {
    if (flags.includes('0') || !/^[\0-\x7f]*$/.test(arg.text)) {
      return letter === 's' && flags === '' && width === 0 && precision === undefined ? arg : undefined;
    }
    if (letter === 'c' && precision !== undefined) return undefined;
    const text = letter === 'c' ? arg.text.slice(0, 1) : arg.text.slice(0, precision);
    return known(flags.includes('-') ? text.padEnd(width) : text.padStart(width));
  }
  if (
    precision !== undefined ||
    !/^-?(?:0|[1-9]\d{0,14}|0[xX][0-9a-fA-F]{1,12}|0[0-7]{1,15})$/.test(arg.text)
  ) {
    return undefined;
  }
  const negative = arg.text.startsWith('-');
  const digits = negative ? arg.text.slice(1) : arg.text;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const radix = letter === 'o' ? 8 : letter.toLowerCase() === 'x' ? 16 : 10;
  if (negative && letter !== 'd' && letter !== 'i') return undefined;
  let text = size.toString(radix);
  if (letter === 'X') text = text.toUpperCase();
  const sign = negative && size !== 0n ? '-' : '';
  if (flags.includes('-')) return known((sign + text).padEnd(width));
  if (flags.includes('0')) return known(sign + text.padStart(width - sign.length, '0'));
  return known((sign + text).padStart(width));
}
