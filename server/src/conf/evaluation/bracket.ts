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
  /** The offset after the closing bracket. */
  readonly end: number;
}

/**
 * Parses the bracket expression whose `[` is at `start`, by the rules of POSIX in the C locale. `undefined` if it is not closed, `invalid`
 * if it is closed but malformed. In file name patterns `!` also negates and a backslash quotes; in regular expressions neither does.
 */
export function parseBracket(
  source: string,
  start: number,
  kind: 'regex' | 'glob',
): Bracket | 'invalid' | undefined {
  const members: [low: number, high: number][] = [];
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
        const named = classes[source.slice(at + 2, close)];
        if (!named) invalid = true;
        for (let code = 0; named && code < 128; code++)
          if (named.test(String.fromCharCode(code))) members.push([code, code]);
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
      if (codeOf(high) < codeOf(low)) invalid = true;
      members.push([codeOf(low), codeOf(high)]);
    } else members.push([codeOf(low), codeOf(low)]);
  }
  if (invalid) return 'invalid';
  const ranges = inOrder(members);
  return { has: (character) => holds(ranges, codeOf(character)) !== negated, end: at + 1 };
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** The ranges sorted by their beginnings, with overlapping ones merged. */
function inOrder(members: readonly [number, number][]): readonly [number, number][] {
  const ranges: [number, number][] = [];
  for (const [low, high] of [...members].sort(([a], [b]) => a - b)) {
    const last = ranges.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else ranges.push([low, high]);
  }
  return ranges;
}

function holds(ranges: readonly [number, number][], code: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[1] ?? 0) < code) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.[0] ?? Number.POSITIVE_INFINITY) <= code;
}
