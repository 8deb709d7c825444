import { Automaton, anyCharacter, type Pattern } from './automaton.ts';
import { parseBracket } from './bracket.ts';
import { type Work, WorkLimitExceeded } from './work.ts';

/** Why an expression is not compiled: bash rejects it as well, or this compiler does not support it. */
export type RegexFailure = { readonly kind: 'invalid' | 'unsupported'; readonly reason: string };

/** A POSIX extended regular expression as glibc's regcomp reads it, which is what bash's `=~` uses. */
export interface ExtendedRegex {
  /** Whether it matches anywhere in the text; `undefined` if finding out would take too long. */
  test(text: string): boolean | undefined;
}

/** The tree of an expression, with its groups. */
export function parseRegex(source: string): Pattern | RegexFailure {
  try {
    return new RegexReader(source).read();
  } catch (error) {
    if (error instanceof Refused) return { kind: error.failure, reason: error.message };
    throw error;
  }
}

export function compileRegex(source: string, work: Work): ExtendedRegex | RegexFailure {
  return (
    unlessSpent((): ExtendedRegex | RegexFailure => {
      work.spend(source.length);
      const pattern = parseRegex(source);
      if (isRegexFailure(pattern)) return pattern;
      const automaton = Automaton.compile(pattern, work);
      if (!automaton) return { kind: 'unsupported', reason: 'it is too large' };
      return { test: (text) => unlessSpent(() => automaton.matchesWithin(text)) };
    }) ?? { kind: 'unsupported', reason: 'it takes too long' }
  );
}

/** `undefined` if a WorkLimit is exceeded. The budget of an evaluation throws PathEnded, which passes through. */
function unlessSpent<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof WorkLimitExceeded) return undefined;
    throw error;
  }
}

export function isRegexFailure(result: ExtendedRegex | Pattern | RegexFailure): result is RegexFailure {
  return 'reason' in result;
}

/** Evaluates `[[ text =~ source ]]` of bash: an invalid expression matches nothing. `undefined`: not known. */
export function matchesRegex(source: string, text: string, work: Work): boolean | undefined {
  const regex = compileRegex(source, work);
  if (!isRegexFailure(regex)) return regex.test(text);
  return regex.kind === 'invalid' ? false : undefined;
}

class Refused extends Error {
  readonly failure: RegexFailure['kind'];

  constructor(failure: RegexFailure['kind'], message: string) {
    super(message);
    this.failure = failure;
  }
}

const isWord = (character: string | undefined) => character !== undefined && /^\w$/.test(character);
const isSpace = (character: string) => /^[ \t\n\r\f\v]$/.test(character);

const wordEdge = (offset: number, text: string) => ({
  before: isWord(text[offset - 1]),
  after: isWord(text[offset]),
});

/** Extensions of glibc after a backslash; every other character is literal. */
const escapes: Readonly<Record<string, Pattern>> = {
  w: { kind: 'set', has: isWord },
  W: { kind: 'set', has: (character) => !isWord(character) },
  s: { kind: 'set', has: isSpace },
  S: { kind: 'set', has: (character) => !isSpace(character) },
  b: {
    kind: 'assert',
    holds: (text, offset) => wordEdge(offset, text).before !== wordEdge(offset, text).after,
  },
  B: {
    kind: 'assert',
    holds: (text, offset) => wordEdge(offset, text).before === wordEdge(offset, text).after,
  },
  '<': {
    kind: 'assert',
    holds: (text, offset) => !wordEdge(offset, text).before && wordEdge(offset, text).after,
  },
  '>': {
    kind: 'assert',
    holds: (text, offset) => wordEdge(offset, text).before && !wordEdge(offset, text).after,
  },
  '`': { kind: 'assert', holds: (_text, offset) => offset === 0 },
  "'": { kind: 'assert', holds: (text, offset) => offset === text.length },
};

const deepestNesting = 200;
const mostRepeats = 32_767;

class RegexReader {
  readonly #source: string;
  #position = 0;
  #depth = 0;
  #groups = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Pattern {
    return this.#readChoice();
  }

  #readChoice(): Pattern {
    if (++this.#depth > deepestNesting) throw new Refused('unsupported', 'it is nested too deep');
    const items = [this.#readSequence()];
    while (this.#source[this.#position] === '|') {
      this.#position++;
      items.push(this.#readSequence());
    }
    this.#depth--;
    return { kind: 'choice', items };
  }

  #readSequence(): Pattern {
    const items: Pattern[] = [];
    while (this.#position < this.#source.length) {
      const unit = this.#source[this.#position];
      if (unit === '|' || (unit === ')' && this.#depth > 1)) break;
      const item = this.#readItem();
      // glibc does not let an anchor be repeated: `^*` is rejected at the star.
      items.push(item.kind === 'assert' ? item : this.#readRepeats(item));
    }
    return { kind: 'sequence', items };
  }

  #readItem(): Pattern {
    const code = this.#source.codePointAt(this.#position) ?? 0;
    const character = String.fromCodePoint(code);
    const start = this.#position;
    this.#position += character.length;
    switch (character) {
      case '(': {
        const number = ++this.#groups;
        const item = this.#readChoice();
        if (this.#source[this.#position] !== ')') throw new Refused('invalid', 'a ( is not closed');
        this.#position++;
        return { kind: 'group', item, number };
      }
      case '[': {
        const bracket = parseBracket(this.#source, start, 'regex');
        if (bracket === undefined) throw new Refused('invalid', 'a [ is not closed');
        if (bracket === 'invalid')
          throw new Refused('invalid', 'a [ ] contains an unknown class or a backward range');
        this.#position = bracket.end;
        return { kind: 'set', has: bracket.has };
      }
      case '.':
        return anyCharacter;
      case '^':
        return { kind: 'assert', holds: (_text, offset) => offset === 0 };
      case '$':
        return { kind: 'assert', holds: (text, offset) => offset === text.length };
      case '*':
      case '+':
      case '?':
      case '{':
        throw new Refused('invalid', `there is nothing before ${character} that it could repeat`);
      case '\\':
        return this.#readEscape();
      default:
        return { kind: 'set', has: (found) => found === character };
    }
  }

  #readEscape(): Pattern {
    const character = this.#source[this.#position];
    if (character === undefined) throw new Refused('invalid', 'it ends in a backslash');
    this.#position++;
    if (/[1-9]/.test(character)) throw new Refused('unsupported', 'it refers back to a group');
    return escapes[character] ?? { kind: 'set', has: (found) => found === character };
  }

  #readRepeats(item: Pattern): Pattern {
    let result = item;
    while (true) {
      const unit = this.#source[this.#position];
      if (unit === '*') result = { kind: 'repeat', item: result, min: 0, max: undefined };
      else if (unit === '+') result = { kind: 'repeat', item: result, min: 1, max: undefined };
      else if (unit === '?') result = { kind: 'repeat', item: result, min: 0, max: 1 };
      else if (unit === '{') {
        result = this.#readInterval(result);
        continue;
      } else return result;
      this.#position++;
    }
  }

  #readInterval(item: Pattern): Pattern {
    const found = /^\{(\d*)(,?)(\d*)\}/.exec(this.#source.slice(this.#position, this.#position + 40));
    if (!found || (found[1] === '' && found[2] === ''))
      throw new Refused('invalid', 'a { } contains no count');
    this.#position += found[0].length;
    const min = Number(found[1] || '0');
    const max = found[2] === '' ? min : found[3] === '' ? undefined : Number(found[3]);
    if (min > mostRepeats || (max ?? 0) > mostRepeats || (max !== undefined && max < min)) {
      throw new Refused('invalid', 'a { } counts backwards or too far');
    }
    return { kind: 'repeat', item, min, max };
  }
}
