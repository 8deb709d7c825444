import { isAscii } from '../text-changes.ts';
import { type CommandModel, filter, linesOf, readFilterInput, unitsOf } from './command-model.ts';

export const cat: CommandModel = (input) => {
  const { args } = input;
  if (args.some((arg) => arg.startsWith('-') && arg !== '-')) return undefined;
  if (args.filter((arg) => arg === '-').length > 1) return undefined;
  let output = '';
  let complains = false;
  for (const file of args.length > 0 ? args : ['-']) {
    const source = readFilterInput(input, [file]);
    if (!source) return undefined;
    if (source === 'absent') complains = true;
    else {
      input.work.spend(unitsOf(source.text));
      output += source.text;
    }
  }
  return {
    output,
    status: complains ? 1 : 0,
    complains,
    readsInput: args.length === 0 || args.includes('-'),
  };
};

interface CutList {
  readonly has: (position: number) => boolean;
  /** The number of ranges with which each position is compared. */
  readonly size: number;
}

/** `cut -d X -f LIST`, `cut -c LIST`. */
export const cut: CommandModel = (input) => {
  let delimiter = '\t';
  let list: CutList | undefined;
  let kind: string | undefined;
  let onlyDelimited = false;
  const files: string[] = [];
  for (let i = 0; i < input.args.length; i++) {
    const arg = input.args[i] ?? '';
    const [, letter = '', rest = ''] = /^-([dfcbs])(.*)$/s.exec(arg) ?? [];
    if (letter === 's' && rest === '') onlyDelimited = true;
    else if (letter === 'd') delimiter = rest === '' ? (input.args[++i] ?? '') : rest;
    else if (letter !== '' && letter !== 's') {
      if (kind !== undefined) return undefined;
      kind = letter;
      list = parseCutList(rest === '' ? (input.args[++i] ?? '') : rest);
      if (!list) return undefined;
    } else if (arg.startsWith('-') && arg !== '-') return undefined;
    else files.push(arg);
  }
  const chosen = list;
  if (!chosen || delimiter.length !== 1 || delimiter === '\n' || !isAscii(delimiter)) return undefined;
  if (kind !== 'f' && (onlyDelimited || input.args.some((arg) => arg.startsWith('-d')))) return undefined;
  return filter(input, files, (text) => {
    if (!isAscii(text)) return undefined;
    input.work.spend(text.length * (1 + (chosen.size >> 2)));
    return linesOf(text)
      .map((line) => {
        if (kind !== 'f') return `${[...line].filter((_, i) => chosen.has(i + 1)).join('')}\n`;
        if (!line.includes(delimiter)) return onlyDelimited ? '' : `${line}\n`;
        const fields = line.split(delimiter).filter((_, i) => chosen.has(i + 1));
        return `${fields.join(delimiter)}\n`;
      })
      .join('');
  });
};

function parseCutList(source: string): CutList | undefined {
  const ranges: { from: number; to: number }[] = [];
  for (const piece of source.split(',')) {
    const found = /^(\d{0,9})(-?)(\d{0,9})$/.exec(piece);
    if (!found || piece === '' || piece === '-') return undefined;
    const from = found[1] === '' ? 1 : Number(found[1]);
    const to = found[2] === '' ? from : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (from === 0 || to < from) return undefined;
    ranges.push({ from, to });
  }
  return {
    has: (position) => ranges.some(({ from, to }) => from <= position && position <= to),
    size: ranges.length,
  };
}
