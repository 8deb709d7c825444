import { type CommandModel, filter, isAscii, linesOf, readSource, unitsOf } from './command-model.ts';

export const cat: CommandModel = (input) => {
  const { args } = input;
  if (args.some((arg) => arg.startsWith('-') && arg !== '-')) return undefined;
  if (args.filter((arg) => arg === '-').length > 1) return undefined;
  let output = '';
  let complains = false;
  for (const file of args.length > 0 ? args : ['-']) {
    const source = readSource(input, [file]);
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

/** `head` and `tail`, counting lines. */
export const head: CommandModel = (input) =>
  firstOrLast(input, (lines, count, signed) =>
    signed === '+'
      ? undefined
      : signed === '-'
        ? lines.slice(0, Math.max(0, lines.length - count))
        : lines.slice(0, count),
  );
export const tail: CommandModel = (input) =>
  firstOrLast(input, (lines, count, signed) =>
    signed === '+' ? lines.slice(Math.max(0, count - 1)) : count === 0 ? [] : lines.slice(-count),
  );

function firstOrLast(
  input: Parameters<CommandModel>[0],
  choose: (lines: string[], count: number, sign: string) => string[] | undefined,
): ReturnType<CommandModel> {
  const [first = '', second = ''] = input.args;
  let files = input.args;
  let counted = '10';
  const attached = /^-n?([-+]?\d{1,9})$/.exec(first);
  if (first === '-n' || first === '--lines') {
    counted = second;
    files = input.args.slice(2);
  } else if (attached?.[1]) {
    counted = attached[1];
    files = input.args.slice(1);
  }
  const found = /^([-+]?)(\d{1,9})$/.exec(counted);
  if (!found || files.some((file) => file.startsWith('-'))) return undefined;
  return filter(input, files, (text) => {
    // Each line with its newline, which only the last one may lack.
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    return choose([...lines], Number(found[2]), found[1] ?? '')?.join('');
  });
}

interface CutList {
  readonly has: (position: number) => boolean;
  /** How many ranges each position is compared with. */
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
      list = readCutList(rest === '' ? (input.args[++i] ?? '') : rest);
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

function readCutList(source: string): CutList | undefined {
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

/** `tr SET SET`, `tr -d SET`, `tr -s SET`. */
export const tr: CommandModel = (input) => {
  const { args, stdin } = input;
  const [first = ''] = args;
  const options = /^-[cCds]+$/.test(first) ? first.slice(1) : '';
  const operands = args.slice(options === '' ? 0 : 1);
  if (stdin === undefined || operands.some((operand) => /^-./.test(operand))) return undefined;
  input.work.spend(unitsOf(stdin) + operands.join('').length);
  const sets = operands.map(readTrSet);
  const [from, to] = sets;
  if (!from || sets.length > 2 || sets.some((set) => set === undefined)) return undefined;
  const complement = /[cC]/.test(options);
  if (complement && !isAscii(stdin)) return undefined;
  const members = new Set(from.characters);
  const isMember = (character: string) => members.has(character) !== complement;
  const deletes = options.includes('d');
  const squeezes = options.includes('s');
  if (deletes && squeezes) return undefined;
  if (deletes) {
    if (to) return undefined;
    return {
      output: [...stdin].filter((character) => !isMember(character)).join(''),
      status: 0,
      readsInput: true,
    };
  }
  if (!to) {
    if (!squeezes) return undefined;
    return { output: squeeze(stdin, isMember), status: 0, readsInput: true };
  }
  // Classes in both sets mean letters of the other case, and are otherwise refused or of unknown order.
  if (complement || to.characters.length === 0) return undefined;
  if (
    to.hasClass &&
    !(from.source === '[:lower:]' && to.source === '[:upper:]') &&
    !(from.source === '[:upper:]' && to.source === '[:lower:]')
  ) {
    return undefined;
  }
  const map = new Map(
    from.characters.map((character, i) => [character, to.characters[i] ?? to.characters.at(-1) ?? '']),
  );
  const changed = [...stdin].map((character) => map.get(character) ?? character).join('');
  const targets = new Set(to.characters);
  return {
    output: squeezes ? squeeze(changed, (character) => targets.has(character)) : changed,
    status: 0,
    readsInput: true,
  };
};

function squeeze(text: string, isMember: (character: string) => boolean): string {
  let result = '';
  for (const character of text) if (!isMember(character) || !result.endsWith(character)) result += character;
  return result;
}

const trClasses: Readonly<Record<string, RegExp>> = {
  lower: /[a-z]/,
  upper: /[A-Z]/,
  digit: /[0-9]/,
  alpha: /[A-Za-z]/,
  alnum: /[A-Za-z0-9]/,
  space: /[ \t\n\r\f\v]/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
};

const asciiCharacters = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

function readTrSet(source: string) {
  if (!isAscii(source) || /\[[=]|\*\d*\]/.test(source)) return undefined;
  const characters: string[] = [];
  let hasClass = false;
  for (let at = 0; at < source.length; ) {
    const named = /^\[:([a-z]+):\]/.exec(source.slice(at, at + 12));
    if (named?.[1]) {
      const members = trClasses[named[1]];
      if (!members) return undefined;
      hasClass = true;
      characters.push(...asciiCharacters.filter((character) => members.test(character)));
      at += named[0].length;
      continue;
    }
    const low = readTrCharacter(source, at);
    if (!low) return undefined;
    at = low.end;
    if (source[at] === '-' && at + 1 < source.length) {
      const high = readTrCharacter(source, at + 1);
      if (!high || high.character < low.character) return undefined;
      at = high.end;
      for (let code = low.character.charCodeAt(0); code <= high.character.charCodeAt(0); code++)
        characters.push(String.fromCharCode(code));
    } else characters.push(low.character);
  }
  return { source, characters, hasClass };
}

const trEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

function readTrCharacter(source: string, at: number): { character: string; end: number } | undefined {
  const unit = source[at] ?? '';
  if (unit !== '\\') return { character: unit, end: at + 1 };
  const character = trEscapes[source[at + 1] ?? ''];
  return character === undefined ? undefined : { character, end: at + 2 };
}

/** `wc` with one of its counts. */
export const wc: CommandModel = (input) => {
  const [option = '', ...files] = input.args;
  if (!/^-[lwc]$/.test(option) || files.length > 1 || files.some((file) => file.startsWith('-')))
    return undefined;
  const [name] = files;
  const source = readSource(input, files);
  if (!source) return undefined;
  if (source === 'absent') return { output: '', status: 1, complains: true };
  const { text } = source;
  input.work.spend(unitsOf(text));
  if (option !== '-l' && !isAscii(text)) return undefined;
  const count =
    option === '-l'
      ? text.split('\n').length - 1
      : option === '-w'
        ? (text.match(/[^ \t\n\r\f\v]+/g)?.length ?? 0)
        : text.length;
  return {
    output: name === undefined ? `${count}\n` : `${count} ${name}\n`,
    status: 0,
    readsInput: source.fromInput,
  };
};
