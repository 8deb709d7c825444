import { isAscii } from '../text-changes.ts';
import { type CommandModel, filter } from './command-model.ts';

const classes: Readonly<Record<string, string>> = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digit: '0123456789',
  space: '\t\n\v\f\r ',
  blank: '\t ',
};

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

/** The characters that one of tr's sets stands for, in order; `undefined` for what is not modelled. */
function parseSet(source: string): string | undefined {
  if (!isAscii(source)) return undefined;
  const units: string[] = [];
  for (let at = 0; at < source.length; at++) {
    const unit = source[at] ?? '';
    const named = /^\[:([a-z]+):\]/.exec(source.slice(at, at + 12));
    if (named) {
      const members = Object.hasOwn(classes, named[1] ?? '') ? classes[named[1] ?? ''] : undefined;
      if (members === undefined) return undefined;
      units.push(...members);
      at += named[0].length - 1;
    } else if (unit === '[') return undefined;
    else if (unit === '\\') {
      const escaped = escapes[source[++at] ?? ''];
      if (escaped === undefined) return undefined;
      units.push(escaped);
    } else if (source[at + 1] === '-' && at + 2 < source.length) {
      const [from, to] = [unit, source[at + 2] ?? ''];
      if (!/^(?:[a-z]{2}|[A-Z]{2}|[0-9]{2})$/.test(from + to) || from > to) return undefined;
      for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++)
        units.push(String.fromCharCode(code));
      at += 2;
    } else units.push(unit);
  }
  return units.join('');
}

/** `tr SET1 SET2`, `tr -d SET`, `tr -s SET`, and either with `-c` for all but the set. */
export const tr: CommandModel = (input) => {
  const [first = ''] = input.args;
  const options = /^-[cCds]+$/.test(first) ? first.slice(1) : '';
  const operands = input.args.slice(options === '' ? 0 : 1);
  if (operands.some((operand) => operand.startsWith('-') && operand.length > 1)) return undefined;
  const [from, to] = operands.map(parseSet);
  if (from === undefined || from === '') return undefined;
  const change = changeOf(options, from, operands.length === 2 ? to : undefined, operands.length);
  return change && filter(input, [], (text) => (isAscii(text) ? change(text) : undefined));
};

function changeOf(
  options: string,
  from: string,
  to: string | undefined,
  operands: number,
): ((text: string) => string) | undefined {
  const set = new Set(from);
  const complement = /[cC]/.test(options);
  const isMember = (unit: string) => set.has(unit) !== complement;
  if (operands === 1 && /^[cC]?d[cC]?$/.test(options))
    return (text) => [...text].filter((unit) => !isMember(unit)).join('');
  if (operands === 1 && /^[cC]?s[cC]?$/.test(options))
    return (text) => [...text].filter((unit, at) => !(isMember(unit) && text[at - 1] === unit)).join('');
  // A character that occurs twice in the first set has two replacements.
  if (operands !== 2 || options !== '' || !to || set.size !== from.length) return undefined;
  const last = to.at(-1) ?? '';
  return (text) =>
    [...text].map((unit) => (set.has(unit) ? (to[from.indexOf(unit)] ?? last) : unit)).join('');
}
