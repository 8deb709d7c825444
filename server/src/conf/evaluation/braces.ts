import type { Word } from '../syntax/script.ts';

const mostWords = 10_000;

/** The words that `{a,b}` and `{1..9}` make of one, in order; the word itself where there are none. `undefined`: too many. */
export function expandBraces(word: Word): readonly Word[] | undefined {
  if (!word.parts.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{')))
    return [word];
  const [part] = word.parts;
  // Alternatives that hold quotes or expansions would need brackets matched across the parts of the word.
  if (word.parts.length > 1 || part?.kind !== 'text') return undefined;
  const texts = expandText(part.text, 0);
  return texts?.map((text) => ({
    ...word,
    parts: text === '' ? [] : [{ kind: 'text', text, quoted: false }],
  }));
}

function expandText(text: string, depth: number): string[] | undefined {
  if (depth > 50) return undefined;
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
    const group = readGroup(text, open);
    if (!group) continue;
    const rests = expandText(text.slice(group.end), depth + 1);
    if (!rests) return undefined;
    const results: string[] = [];
    for (const alternative of group.alternatives) {
      const middles = group.isSequence ? [alternative] : expandText(alternative, depth + 1);
      if (!middles || results.length + middles.length * rests.length > mostWords) return undefined;
      for (const middle of middles)
        for (const rest of rests) results.push(text.slice(0, open) + middle + rest);
    }
    return results;
  }
  return [text];
}

function readGroup(text: string, open: number) {
  let level = 0;
  let from = open + 1;
  const alternatives: string[] = [];
  for (let at = open; at < text.length; at++) {
    const unit = text[at];
    if (unit === '{') level++;
    else if (unit === ',' && level === 1) {
      alternatives.push(text.slice(from, at));
      from = at + 1;
    } else if (unit === '}' && --level === 0) {
      const last = text.slice(from, at);
      if (alternatives.length > 0)
        return { alternatives: [...alternatives, last], end: at + 1, isSequence: false };
      const sequence = readSequence(last);
      return sequence && { alternatives: sequence, end: at + 1, isSequence: true };
    }
  }
  return undefined;
}

function readSequence(text: string): string[] | undefined {
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
