const classes: Readonly<Record<string, RegExp>> = {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this class is about.
  cntrl: /^[\0-\x1f\x7f]$/,
  alpha: /^[A-Za-z]$/,
  digit: /^[0-9]$/,
  alnum: /^[A-Za-z0-9]$/,
  upper: /^[A-Z]$/,
  lower: /^[a-z]$/,
  space: /^[ \t\n\r\f\v]$/,
  blank: /^[ \t]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  print: /^[ -~]$/,
  graph: /^[!-~]$/,
  xdigit: /^[0-9A-Fa-f]$/,
  word: /^[A-Za-z0-9_]$/,
};

export interface Bracket {
  readonly has: (character: string) => boolean;
  /** The offset behind the closing bracket. */
  readonly end: number;
}

/**
 * Reads a bracket expression whose `[` stands at `start`, by POSIX rules in the C locale.
 * `undefined` when it is not closed; `invalid` when it is, and means nothing.
 * In file name patterns `!` negates, too, and a backslash quotes; in regular expressions neither does.
 */
export function readBracket(
  source: string,
  start: number,
  kind: 'regex' | 'glob',
): Bracket | 'invalid' | undefined {
  const tests: ((character: string) => boolean)[] = [];
  let at = start + 1;
  let invalid = false;
  const negated = source[at] === '^' || (kind === 'glob' && source[at] === '!');
  if (negated) at++;
  const first = at;
  const readOne = (): string | undefined => {
    if (source[at] === '[' && (source[at + 1] === '.' || source[at + 1] === '=')) {
      const close = source.indexOf(`${source[at + 1]}]`, at + 2);
      if (close < 0) return undefined;
      const name = source.slice(at + 2, close);
      if ([...name].length !== 1) invalid = true;
      at = close + 2;
      return name;
    }
    if (kind === 'glob' && source[at] === '\\') at++;
    const code = source.codePointAt(at);
    if (code === undefined) return undefined;
    const character = String.fromCodePoint(code);
    at += character.length;
    return character;
  };
  while (source[at] !== ']' || at === first) {
    if (at >= source.length) return undefined;
    if (source.startsWith('[:', at)) {
      const close = source.indexOf(':]', at + 2);
      if (close > 0) {
        const members = classes[source.slice(at + 2, close)];
        if (!members) invalid = true;
        else tests.push((character) => members.test(character));
        at = close + 2;
        continue;
      }
    }
    const low = readOne();
    if (low === undefined) return undefined;
    if (source[at] === '-' && source[at + 1] !== ']' && at + 1 < source.length) {
      at++;
      const high = readOne();
      if (high === undefined) return undefined;
      if (high < low) invalid = true;
      tests.push((character) => low <= character && character <= high);
    } else tests.push((character) => character === low);
  }
  if (invalid) return 'invalid';
  return { has: (character) => tests.some((test) => test(character)) !== negated, end: at + 1 };
}
