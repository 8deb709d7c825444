import type { Work } from './work.ts';

/** The tree of a pattern, for regular expressions and file name patterns alike. */
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
  /** A capturing group, numbered from 1. */
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

/**
 * Simulates a nondeterministic automaton, following all ways through the pattern at once, so that no pattern makes it backtrack. It takes
 * at most the length of the text times the size of the pattern, which is counted as work.
 */
export class Automaton {
  readonly #program: Instruction[] = [];
  readonly #backward: boolean;
  readonly #work: Work;
  /** For each instruction, the offset at which it was last reached. */
  #marks = new Int32Array(0);

  private constructor(work: Work, backward: boolean) {
    this.#work = work;
    this.#backward = backward;
  }

  /** `undefined` when the pattern is too large. A backward automaton reads texts from their ends. */
  static compile(pattern: Pattern, work: Work, direction: 'forward' | 'backward' = 'forward') {
    const automaton = new Automaton(work, direction === 'backward');
    if (!automaton.#add(pattern)) return undefined;
    automaton.#program.push({ kind: 'accept' });
    automaton.#marks = new Int32Array(automaton.#program.length);
    return automaton;
  }

  /** Whether the pattern matches anywhere in the text. */
  matchesWithin(text: string): boolean {
    return this.#run(text, this.#backward ? text.length : 0, true, () => true);
  }

  matchesWhole(text: string): boolean {
    const last = this.#backward ? 0 : text.length;
    return this.#run(text, text.length - last, false, (end) => end === last);
  }

  /** The other end of the shortest or longest match that begins at `start`; `undefined`: none. */
  matchEnd(text: string, start: number, which: 'shortest' | 'longest'): number | undefined {
    let found: number | undefined;
    this.#run(text, start, false, (end) => {
      found = end;
      return which === 'shortest';
    });
    return found;
  }

  /** All ends of matches that begin at `start` and end at `last` or before, in ascending order. */
  matchEnds(text: string, start: number, last: number): number[] {
    const found: number[] = [];
    this.#run(text, start, false, (end) => {
      if (end <= last) found.push(end);
      return end >= last;
    });
    return found;
  }

  /** All offsets at which a match that begins anywhere ends, in the order in which they are reached. */
  everyEnd(text: string): number[] {
    const found: number[] = [];
    this.#run(text, this.#backward ? text.length : 0, true, (end) => {
      found.push(end);
      return false;
    });
    return found;
  }

  #add(pattern: Pattern): boolean {
    const program = this.#program;
    this.#work.spend(1);
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
      case 'sequence': {
        const { items } = pattern;
        for (let i = 0; i < items.length; i++) {
          const item = items[this.#backward ? items.length - 1 - i : i];
          if (item && !this.#add(item)) return false;
        }
        return true;
      }
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

  /** Calls `found` with each end of a match, in the order in which they are reached, until it returns true. */
  #run(text: string, start: number, anywhere: boolean, found: (end: number) => boolean): boolean {
    const program = this.#program;
    const marks = this.#marks.fill(-1);
    const step = this.#backward ? -1 : 1;
    const last = this.#backward ? 0 : text.length;
    this.#work.spend(1 + (program.length >> 4));
    const pending: number[] = [0];
    const active: number[] = [];
    for (let offset = start; ; ) {
      let accepted = false;
      let reached = 0;
      active.length = 0;
      for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
        if (marks[at] === offset) continue;
        marks[at] = offset;
        reached++;
        const instruction = program[at] as Instruction;
        if (instruction.kind === 'jump') for (const to of instruction.to) pending.push(to);
        else if (instruction.kind === 'assert') {
          if (instruction.holds(text, offset)) pending.push(at + 1);
        } else if (instruction.kind === 'accept') accepted = true;
        else active.push(at);
      }
      this.#work.spend(1 + reached);
      if (accepted && found(offset)) return true;
      if (offset === last) return false;
      const character = characterAt(text, offset, step);
      for (const at of active) {
        const instruction = program[at] as Instruction;
        if (instruction.kind === 'set' && instruction.has(character)) pending.push(at + 1);
      }
      if (anywhere) pending.push(0);
      else if (pending.length === 0) return false;
      offset += step * character.length;
    }
  }
}

/** The character after an offset, or before it. */
function characterAt(text: string, offset: number, step: 1 | -1): string {
  if (step === 1) return String.fromCodePoint(text.codePointAt(offset) ?? 0);
  const unit = text[offset - 1] ?? '';
  const isSecond = unit >= '\udc00' && unit <= '\udfff' && (text.codePointAt(offset - 2) ?? 0) > 0xffff;
  return isSecond ? text.slice(offset - 2, offset) : unit;
}
