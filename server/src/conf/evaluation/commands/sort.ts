import { type CommandModel, filter, linesOf, readFilterInput } from './command-model.ts';

/**
 * `sort -V`, with `-r`, `-u`, `-c` or `-C`: the order of versions, which is the same in every locale. Models only texts that all versions
 * of coreutils order alike: without tildes, a leading dot, or a suffix of letters after a dot.
 */
export const sort: CommandModel = (input) => {
  const options = input.args.filter((arg) => arg.startsWith('-') && arg !== '-');
  const files = input.args.filter((arg) => !options.includes(arg));
  const letters = options
    .map((option) =>
      option === '--version-sort' ? 'V' : /^-[A-Za-z]+$/.test(option) ? option.slice(1) : '?',
    )
    .join('');
  if (!letters.includes('V') || !/^[VruCc]*$/.test(letters)) return undefined;
  const direction = letters.includes('r') ? -1 : 1;
  const unique = letters.includes('u');
  const source = readFilterInput(input, files);
  if (!source || source === 'absent') return undefined;
  const lines = linesOf(source.text);
  if (!lines.every((line) => /^(?!\.)[A-Za-z0-9._+-]*$/.test(line) && !/\.[A-Za-z][A-Za-z0-9]*$/.test(line)))
    return undefined;
  input.work.spend(source.text.length * (1 + Math.ceil(Math.log2(lines.length + 1))));
  // The locale orders texts that compare as equal but differ.
  let isCertain = true;
  const compare = (left: string, right: string) => {
    const order = compareVersions(left, right);
    if (order === 0 && left !== right) isCertain = false;
    return direction * order;
  };
  const check = /[cC]/.exec(letters)?.[0];
  if (check !== undefined) {
    const wrong = lines.some((line, at) => {
      const order = at === 0 ? -1 : compare(lines[at - 1] ?? '', line);
      return order > 0 || (unique && order === 0);
    });
    if (!isCertain) return undefined;
    // It stops at the first line that is out of order.
    return {
      output: '',
      status: wrong ? 1 : 0,
      complains: wrong && check === 'c',
      readsInput: source.fromInput,
    };
  }
  const sorted = [...lines].sort(compare);
  if (!isCertain) return undefined;
  const kept = unique ? sorted.filter((line, at) => line !== sorted[at - 1]) : sorted;
  return filter(input, files, () => kept.map((line) => `${line}\n`).join(''));
};

/** The order of gnulib's filevercmp, as far as the texts above go. */
function compareVersions(left: string, right: string): number {
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    while ((i < left.length && !isDigit(left[i])) || (j < right.length && !isDigit(right[j]))) {
      const order = rankOf(left[i]) - rankOf(right[j]);
      if (order !== 0) return order;
      i++;
      j++;
    }
    const [a = '', b = ''] = [left.slice(i), right.slice(j)].map((rest) => /^\d*/.exec(rest)?.[0]);
    i += a.length;
    j += b.length;
    const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
    if (x.length !== y.length) return x.length - y.length;
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function isDigit(unit: string | undefined): boolean {
  return unit !== undefined && unit >= '0' && unit <= '9';
}

/** Digits and the end of the text come first, then letters, then everything else. */
function rankOf(unit: string | undefined): number {
  if (unit === undefined || isDigit(unit)) return 0;
  return unit.charCodeAt(0) + (/[A-Za-z]/.test(unit) ? 0 : 256);
}
