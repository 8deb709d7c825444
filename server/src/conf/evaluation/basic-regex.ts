import { anyCharacter, type Pattern } from './automaton.ts';
import { parseBracket } from './bracket.ts';
import { isRegexFailure, parseRegex } from './extended-regex.ts';

/** The tree of a regular expression of grep or sed; `undefined` if it is rejected or not supported. */
export function parseToolRegex(source: string, syntax: 'basic' | 'extended' | 'fixed'): Pattern | undefined {
  if (syntax === 'fixed') return { kind: 'sequence', items: [...source].map(literalCharacter) };
  // Here, more letters than in bash have a meaning after a backslash, and grep and sed differ in which.
  if (/\\[A-Za-z0-9]/.test(source.replace(/\\[^A-Za-z0-9]|\\[wWsSbB]/g, ''))) return undefined;
  if (syntax === 'basic') return new BasicRegexReader(source).read();
  if (/[*+?}][*+?{]/.test(source.replace(/\\./g, ''))) return undefined;
  // A repetition operator with nothing to repeat is an error in `=~`, but literal in these programs.
  const pattern = parseRegex(source);
  return isRegexFailure(pattern) ? undefined : pattern;
}

/** The same pattern, matching letters of either case. */
export function ignoringCase(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case 'set':
      return {
        kind: 'set',
        has: (found) => pattern.has(found.toLowerCase()) || pattern.has(found.toUpperCase()),
      };
    case 'sequence':
    case 'choice':
      return { ...pattern, items: pattern.items.map(ignoringCase) };
    case 'repeat':
    case 'group':
      return { ...pattern, item: ignoringCase(pattern.item) };
    case 'empty':
    case 'assert':
      return pattern;
    default:
      return pattern satisfies never;
  }
}

function literalCharacter(wanted: string): Pattern {
  return { kind: 'set', has: (found) => found === wanted };
}

const lineStart: Pattern = { kind: 'assert', holds: (_text, offset) => offset === 0 };
const lineEnd: Pattern = { kind: 'assert', holds: (text, offset) => offset === text.length };
const mostRepeats = 255;

/** POSIX basic regular expressions with GNU's `\+`, `\?` and `\|`. */
class BasicRegexReader {
  readonly #source: string;
  #position = 0;
  #depth = 0;
  #groups = 0;
  #refused = false;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Pattern | undefined {
    const pattern = this.#readChoice();
    return this.#refused || this.#position < this.#source.length ? undefined : pattern;
  }

  #at(text: string): boolean {
    return this.#source.startsWith(text, this.#position);
  }

  #readChoice(): Pattern {
    const items = [this.#readSequence()];
    while (this.#at('\\|')) {
      this.#position += 2;
      items.push(this.#readSequence());
    }
    return { kind: 'choice', items };
  }

  #readSequence(): Pattern {
    const items: Pattern[] = [];
    const start = this.#position;
    while (this.#position < this.#source.length && !this.#at('\\|') && !this.#at('\\)')) {
      // A star at the beginning is literal, also after the anchor.
      const first = this.#position === start || (this.#position === start + 1 && this.#source[start] === '^');
      const item = this.#readItem(this.#position === start, first);
      items.push(item.kind === 'assert' ? item : this.#readRepeats(item));
    }
    return { kind: 'sequence', items };
  }

  #readItem(atStart: boolean, starIsPlain: boolean): Pattern {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#position) ?? 0);
    const from = this.#position;
    this.#position += character.length;
    switch (character) {
      case '\\':
        return this.#readEscape();
      case '[': {
        const bracket = parseBracket(this.#source, from, 'regex');
        if (bracket === undefined || bracket === 'invalid') return this.#refuse();
        this.#position = bracket.end;
        return { kind: 'set', has: bracket.has };
      }
      case '.':
        return anyCharacter;
      case '*':
        return starIsPlain ? literalCharacter('*') : this.#refuse();
      case '^':
        return atStart ? lineStart : literalCharacter('^');
      case '$':
        return this.#position === this.#source.length || this.#at('\\)') || this.#at('\\|')
          ? lineEnd
          : literalCharacter('$');
      default:
        return literalCharacter(character);
    }
  }

  #readEscape(): Pattern {
    const character = this.#source[this.#position] ?? '';
    this.#position++;
    if (character === '(') {
      const number = ++this.#groups;
      if (++this.#depth > 20) return this.#refuse();
      const item = this.#readChoice();
      this.#depth--;
      if (!this.#at('\\)')) return this.#refuse();
      this.#position += 2;
      return { kind: 'group', item, number };
    }
    if (/[wWsSbB<>`']/.test(character)) {
      const pattern = parseRegex(`\\${character}`);
      return isRegexFailure(pattern) ? this.#refuse() : pattern;
    }
    // `\{` and the like with nothing to repeat, and back references.
    if (character === '' || /[{}+?|)0-9A-Za-z]/.test(character)) return this.#refuse();
    return literalCharacter(character);
  }

  #readRepeats(item: Pattern): Pattern {
    let result = item;
    while (!this.#refused) {
      // A repeated repetition is an error in sed, but not in grep.
      if (result !== item && /^(?:\*|\\[+?{])/.test(this.#source.slice(this.#position, this.#position + 2)))
        return this.#refuse();
      if (this.#at('*')) {
        this.#position++;
        result = { kind: 'repeat', item: result, min: 0, max: undefined };
      } else if (this.#at('\\+')) {
        this.#position += 2;
        result = { kind: 'repeat', item: result, min: 1, max: undefined };
      } else if (this.#at('\\?')) {
        this.#position += 2;
        result = { kind: 'repeat', item: result, min: 0, max: 1 };
      } else if (this.#at('\\{')) {
        const found = /^\\\{(\d{1,3})(,?)(\d{0,3})\\\}/.exec(
          this.#source.slice(this.#position, this.#position + 20),
        );
        if (!found) return this.#refuse();
        this.#position += found[0].length;
        const min = Number(found[1]);
        const max = found[2] === '' ? min : found[3] === '' ? undefined : Number(found[3]);
        if (min > mostRepeats || (max ?? 0) > mostRepeats || (max !== undefined && max < min))
          return this.#refuse();
        result = { kind: 'repeat', item: result, min, max };
      } else return result;
    }
    return result;
  }

  #refuse(): Pattern {
    this.#refused = true;
    return { kind: 'empty' };
  }
}
