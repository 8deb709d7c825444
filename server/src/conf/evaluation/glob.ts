import { Automaton, anyCharacter, literal, type Pattern } from './automaton.ts';
import { parseBracket } from './bracket.ts';
import type { Work } from './work.ts';

/**
 * Compiles a shell pattern, in which a backslash quotes. It includes extended patterns such as `@(a|b)`, which dkms enables. `undefined` if
 * it is not supported (`!(…)`) or too large.
 */
export function compileGlob(source: string, work: Work): Automaton | undefined {
  const pattern = parseGlob(source, work);
  return pattern && Automaton.compile(pattern, work);
}

/** The same pattern as a tree. */
export function parseGlob(source: string, work: Work): Pattern | undefined {
  return new GlobReader(source, work).read();
}

/** Puts a backslash before every character that is special in a pattern. */
export function quoteGlob(text: string): string {
  return text.replace(/[\\*?[\]!@+()|^-]/g, '\\$&');
}

const deepestNesting = 100;

class GlobReader {
  readonly #source: string;
  readonly #work: Work;
  #position = 0;
  #depth = 0;
  /**
   * Offsets at which an apparent group turned out not to be closed, so that they are not tried again when an enclosing one fails as well.
   */
  readonly #unclosed = new Set<number>();

  constructor(source: string, work: Work) {
    this.#source = source;
    this.#work = work;
  }

  read(): Pattern | undefined {
    return this.#readSequence();
  }

  #readSequence(): Pattern | undefined {
    const items: Pattern[] = [];
    while (this.#position < this.#source.length) {
      this.#work.spend(1);
      const character = String.fromCodePoint(this.#source.codePointAt(this.#position) ?? 0);
      if (this.#depth > 0 && (character === '|' || character === ')')) break;
      if (/[?*+@!]/.test(character) && this.#source[this.#position + 1] === '(') {
        const group = this.#readGroup(character);
        if (group === undefined) return undefined;
        if (group !== 'none') {
          items.push(group);
          continue;
        }
      }
      this.#position += character.length;
      if (character === '*') items.push({ kind: 'repeat', item: anyCharacter, min: 0, max: undefined });
      else if (character === '?') items.push(anyCharacter);
      else if (character === '[') {
        const bracket = parseBracket(this.#source, this.#position - 1, 'glob');
        this.#work.spend((bracket === undefined ? this.#source.length : 0) >> 3);
        if (bracket === 'invalid') return undefined;
        if (bracket === undefined) items.push(literal('['));
        else {
          this.#position = bracket.end;
          items.push({ kind: 'set', has: bracket.has });
        }
      } else if (character === '\\') {
        const quoted = String.fromCodePoint(this.#source.codePointAt(this.#position) ?? 92);
        this.#position += quoted.length;
        items.push(literal(quoted));
      } else items.push(literal(character));
    }
    return { kind: 'sequence', items };
  }

  /** `none`: not a group, since it is not closed. */
  #readGroup(operator: string): Pattern | 'none' | undefined {
    const start = this.#position;
    if (this.#unclosed.has(start)) return 'none';
    if (++this.#depth > deepestNesting) return undefined;
    const choices: Pattern[] = [];
    this.#position++;
    do {
      this.#position++;
      const choice = this.#readSequence();
      if (!choice) return undefined;
      choices.push(choice);
    } while (this.#source[this.#position] === '|');
    this.#depth--;
    if (this.#source[this.#position] !== ')') {
      this.#position = start;
      this.#unclosed.add(start);
      return 'none';
    }
    this.#position++;
    const item: Pattern = { kind: 'choice', items: choices };
    switch (operator) {
      case '?':
        return { kind: 'repeat', item, min: 0, max: 1 };
      case '*':
        return { kind: 'repeat', item, min: 0, max: undefined };
      case '+':
        return { kind: 'repeat', item, min: 1, max: undefined };
      case '@':
        return item;
      default:
        return undefined;
    }
  }
}
