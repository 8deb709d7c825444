import type { Word } from '../syntax/script.ts';

const mostWords = 10_000;
/** The total length of the result, in characters. */
const longest = 1_000_000;

/**
 * The words to which brace expansion (`{a,b}`, `{1..9}`) expands one, in order; the word itself if it has no braces. `undefined`: too many.
 */
export function expandBraces(word: Word): readonly Word[] | undefined {
  if (!word.parts.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{')))
    return [word];
  const [part] = word.parts;
  // Quotes or expansions within braces would need matching across the parts of the word.
  if (word.parts.length > 1 || part?.kind !== 'text') return undefined;
  const texts = expandText(part.text, 0);
  return texts?.map((text) => ({
    ...word,
    parts: text === '' ? [] : [{ kind: 'text', text, quoted: false }],
  }));
}

function expandText(text: string, depth: number): string[] | undefined {
  if (depth > 50) return undefined;
  const closing = closingBraces(text);
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
    const group = parseGroup(text, open, closing.get(open));
    if (!group) continue;
    const rests = expandText(text.slice(group.end), depth + 1);
    if (!rests) return undefined;
    const results: string[] = [];
    let length = 0;
    for (const alternative of group.alternatives) {
      const middles = group.isSequence ? [alternative] : expandText(alternative, depth + 1);
      if (!middles || results.length + middles.length * rests.length > mostWords) return undefined;
      for (const middle of middles)
        for (const rest of rests) {
          const result = text.slice(0, open) + middle + rest;
          length += result.length;
          if (length > longest) return undefined;
          results.push(result);
        }
    }
    return results;
  }
  return [text];
}

interface Brace {
  readonly close: number;
  /** Offsets of the commas between its alternatives. */
  readonly commas: readonly number[];
}

/** The closing brace of each opening one, found in one pass through the text. */
function closingBraces(text: string): ReadonlyMap<number, Brace> {
  const found = new Map<number, Brace>();
  const open: { readonly at: number; readonly commas: number[] }[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text[at];
    if (unit === '{') open.push({ at, commas: [] });
    else if (unit === ',') open.at(-1)?.commas.push(at);
    else if (unit === '}') {
      const last = open.pop();
      if (last) found.set(last.at, { close: at, commas: last.commas });
    }
  }
  return found;
}

function parseGroup(text: string, open: number, brace: Brace | undefined) {
  if (!brace) return undefined;
  const { close, commas } = brace;
  const end = close + 1;
  if (commas.length > 0) {
    const ends = [...commas, close];
    const alternatives = ends.map((to, i) => text.slice((ends[i - 1] ?? open) + 1, to));
    return { alternatives, end, isSequence: false };
  }
  const sequence = close - open < 40 ? parseSequence(text.slice(open + 1, close)) : undefined;
  return sequence && { alternatives: sequence, end, isSequence: true };
}

function parseSequence(text: string): string[] | undefined {
  const found = /^(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.(-?\d{1,9}))?$/.exec(text);
  if (!found?.[1] || !found[2]) return undefined;
  const [from, to] = [Number(found[1]), Number(found[2])];
  const step = Math.abs(Number(found[3] ?? '1')) || 1;
  const padded = [found[1], found[2]].some((number) => /^-?0\d/.test(number));
  const width = padded ? Math.max(found[1].length, found[2].length) : 0;
  const result: string[] = [];
  const direction = from <= to ? 1 : -1;
  for (let i = from; direction * (to - i) >= 0; i += direction * step) {
    const digits = String(Math.abs(i)).padStart(i < 0 ? width - 1 : width, '0');
    result.push(i < 0 ? `-${digits}` : digits);
    if (result.length > mostWords) return result;
  }
  return result;
}
