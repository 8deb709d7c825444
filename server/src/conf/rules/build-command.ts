import type { DirectiveElement, Reading } from '../reading/reading.ts';
import type { Span } from '../text.ts';
import type { Statements } from './statements.ts';

/** One MAKE as it is written in the file, with expansions unexpanded. */
export interface WrittenMake {
  readonly element: DirectiveElement;
  readonly text: string;
  readonly span: Span;
}

/** Every MAKE that the file gives in one piece. */
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

/**
 * The commands of a shell command line, each as its words with their quotes. Brackets that group commands are left out.
 * Only what rules need is understood; a text that is odder than that comes out as words that no rule knows.
 */
export function splitCommands(text: string): string[][] {
  const commands: string[][] = [[]];
  const word = /'[^']*'|"(?:[^"\\]|\\.)*"|\$\((?:[^()]|\([^()]*\))*\)|\$\{[^{}]*\}|`[^`]*`|\\.|[^\s;&|]/gsy;
  let at = 0;
  let current = '';
  const endWord = () => {
    if (current) commands.at(-1)?.push(current);
    current = '';
  };
  while (at < text.length) {
    const separator = /^(?:&&|\|\||[;&|\n])/.exec(text.slice(at, at + 2));
    // `2>&1` and `&>file` are redirections.
    if (separator && !/[<>]$/.test(current) && text[at + 1] !== '>') {
      endWord();
      commands.push([]);
      at += separator[0].length;
      continue;
    }
    if (/\s/.test(text[at] ?? '')) {
      endWord();
      at++;
      continue;
    }
    word.lastIndex = at;
    const found = word.exec(text);
    const piece = found ? found[0] : (text[at] ?? '');
    if (current === '' && (piece === '(' || piece === '{')) {
      at++;
      continue;
    }
    current += piece;
    at += piece.length;
  }
  endWord();
  return commands.filter((command) => command.length > 0);
}

/** The words of a command without the assignments and `env` before it. */
export function withoutPrefix(command: readonly string[]): readonly string[] {
  const first = command.findIndex((word) => !/^\w+=/.test(word) && word !== 'env' && word !== 'exec');
  return first < 0 ? [] : command.slice(first);
}
