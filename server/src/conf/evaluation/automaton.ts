/** A pattern as a tree; regular expressions and file name patterns are both read into it. */
export type Pattern =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly has: (character: string) => boolean }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly Pattern[] }
  | {
      readonly kind: 'repeat';
      readonly item: Pattern;
      readonly min: number;
      readonly max: number | undefined;
    }
  /** Parentheses whose text may be asked for; counted from 1. */
  | { readonly kind: 'group'; readonly item: Pattern; readonly number: number }
  | { readonly kind: 'assert'; readonly holds: (text: string, offset: number) => boolean };

export const anyCharacter: Pattern = { kind: 'set', has: () => true };

export function literal(text: string): Pattern {
  return {
    kind: 'sequence',
    items: [...text].map((wanted) => ({ kind: 'set', has: (found) => found === wanted })),
  };
}

type Instruction =
  | { readonly kind: 'set'; readonly has: (character: string) => boolean }
  | { readonly kind: 'assert'; readonly holds: (text: string, offset: number) => boolean }
  | { readonly kind: 'jump'; to: number[] }
  | { readonly kind: 'accept' };

/** Larger patterns (`(a{1000}){1000}`) are not compiled. */
const largestProgram = 20_000;

/** Characters times instructions in one match; beyond it the answer is "not known". */
const mostSteps = 20_000_000;

/**
 * Follows all ways through a pattern at once, so that no pattern can make it backtrack:
 * the work is at most the length of the text times the size of the pattern.
 */
export class Automaton {
  readonly #program: Instruction[] = [];

  private constructor() {}

  /** `undefined` when the pattern is too large. */
  static compile(pattern: Pattern): Automaton | undefined {
    const automaton = new Automaton();
    if (!automaton.#add(pattern)) return undefined;
    automaton.#program.push({ kind: 'accept' });
    return automaton;
  }

  /** Whether the pattern matches anywhere in the text; `undefined` when that would take too long. */
  matchesWithin(text: string): boolean | undefined {
    return this.#run(text, 0, true, () => true);
  }

  matchesWhole(text: string): boolean | undefined {
    return this.#run(text, 0, false, (end) => end === text.length);
  }

  /** The end of the shortest or longest match that begins at `start`; `undefined`: none, or it would take too long. */
  matchEnd(text: string, start: number, which: 'shortest' | 'longest'): number | undefined {
    let found: number | undefined;
    this.#run(text, start, false, (end) => {
      found = end;
      return which === 'shortest';
    });
    return found;
  }

  /** All ends of matches that begin at `start` and end at `last` or before, in rising order. */
  matchEnds(text: string, start: number, last: number): number[] {
    const found: number[] = [];
    this.#run(text, start, false, (end) => {
      if (end <= last) found.push(end);
      return end >= last;
    });
    return found;
  }

  /** How much work one character of a text may be. */
  get size(): number {
    return this.#program.length;
  }

  #add(pattern: Pattern): boolean {
    const program = this.#program;
    if (program.length > largestProgram) return false;
    switch (pattern.kind) {
      case 'empty':
        return true;
      case 'set':
      case 'assert':
        program.push(pattern);
        return true;
      case 'group':
        return this.#add(pattern.item);
      case 'sequence':
        return pattern.items.every((item) => this.#add(item));
      case 'choice': {
        const fork: number[] = [];
        const exits: number[][] = [];
        program.push({ kind: 'jump', to: fork });
        for (const item of pattern.items) {
          fork.push(program.length);
          if (!this.#add(item)) return false;
          const exit: number[] = [];
          exits.push(exit);
          program.push({ kind: 'jump', to: exit });
        }
        for (const exit of exits) exit.push(program.length);
        return true;
      }
      case 'repeat':
        return this.#addRepeat(pattern);
      default:
        return pattern satisfies never;
    }
  }

  #addRepeat({ item, min, max }: Extract<Pattern, { kind: 'repeat' }>): boolean {
    const program = this.#program;
    for (let i = 0; i < min; i++) if (!this.#add(item)) return false;
    if (max === undefined) {
      const fork = [program.length + 1];
      const loop = program.length;
      program.push({ kind: 'jump', to: fork });
      if (!this.#add(item)) return false;
      program.push({ kind: 'jump', to: [loop] });
      fork.push(program.length);
      return true;
    }
    const forks: number[][] = [];
    for (let i = min; i < max; i++) {
      const fork = [program.length + 1];
      forks.push(fork);
      program.push({ kind: 'jump', to: fork });
      if (!this.#add(item)) return false;
    }
    for (const fork of forks) fork.push(program.length);
    return true;
  }

  /** Tells `found` each end of a match in rising order until it answers true. */
  #run(text: string, start: number, anywhere: boolean, found: (end: number) => boolean): boolean | undefined {
    let steps = 0;
    let current: number[] = [];
    const marks = new Int32Array(this.#program.length).fill(-1);
    for (let offset = start; offset <= text.length; ) {
      const active: number[] = [];
      const pending = anywhere || offset === start ? [...current, 0] : current;
      let accepted = false;
      while (pending.length > 0) {
        const at = pending.pop() as number;
        if (marks[at] === offset) continue;
        marks[at] = offset;
        if (++steps > mostSteps) return undefined;
        const instruction = this.#program[at];
        if (instruction?.kind === 'jump') pending.push(...instruction.to);
        else if (instruction?.kind === 'assert') {
          if (instruction.holds(text, offset)) pending.push(at + 1);
        } else if (instruction?.kind === 'accept') accepted = true;
        else active.push(at);
      }
      if (accepted && found(offset)) return true;
      const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
      current = [];
      for (const at of active) {
        const instruction = this.#program[at];
        if (instruction?.kind === 'set' && offset < text.length && instruction.has(character)) {
          current.push(at + 1);
        }
      }
      if (current.length === 0 && !anywhere) return false;
      offset += character.length;
    }
    return false;
  }
}
