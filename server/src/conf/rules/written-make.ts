import type { DirectiveElement, Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import type { Statements } from './statements.ts';

/** One MAKE as it is written in the file, with expansions unexpanded. */
export interface WrittenMake {
  readonly element: DirectiveElement;
  readonly text: string;
  readonly span: Span;
}

/** Every MAKE that is one word in the file. */
export function* writtenMakes(reading: Reading, statements: Statements): Iterable<WrittenMake> {
  for (const element of reading.directives.get('MAKE') ?? []) {
    const word = statements.wordOf(element);
    if (word && word.end > word.start)
      yield {
        element,
        text: statements.writtenText(word),
        span: { start: word.start, end: word.end },
      };
  }
}

/** The words of a command without the assignments and `env` before it. */
export function withoutPrefix(command: readonly string[]): readonly string[] {
  const first = command.findIndex((word) => !/^\w+=/.test(word) && word !== 'env' && word !== 'exec');
  return first < 0 ? [] : command.slice(first);
}
