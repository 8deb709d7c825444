/** One word of a shell's command. */
export interface CommandWord {
  /** As written, with its quotes; a continued line is one line. */
  readonly written: string;
  /** The argument that the program gets; `undefined` if only a shell can tell: `$x`, `` `x` ``, `>x`. */
  readonly text: string | undefined;
}

/** Pieces that may contain blanks and separators without ending a word: quotes, substitutions, a backslash. */
const piece = /'[^']*(?:'|$)|"(?:[^"\\]|\\.)*(?:"|$)|\$\((?:[^()]|\([^()]*\))*\)|\$\{[^{}]*\}|`[^`]*`|\\./sy;

/**
 * The simple commands of a shell's text, each as its words. Brackets that group commands are left out. Nothing is expanded or run, and
 * nothing is refused: the pieces of anything else (a loop, a quote that is never closed) are words, too. It is for texts that are not bash
 * files: a recipe of make, or a value whose expansions belong to another program; `script-parser.ts` reads bash files.
 */
export function splitCommands(text: string): readonly (readonly CommandWord[])[] {
  const commands: CommandWord[][] = [[]];
  let written = '';
  let plain: string | undefined = '';
  const endWord = () => {
    if (written) commands.at(-1)?.push({ written, text: plain });
    written = '';
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const mark = text[at] ?? '';
    // `2>&1` and `&>file` are redirections.
    const isRedirection = mark === '&' && (/[<>]$/.test(written) || text[at + 1] === '>');
    if (/[;&|\n]/.test(mark) && !isRedirection) {
      endWord();
      commands.push([]);
      at++;
    } else if (/\s/.test(mark)) {
      endWord();
      at++;
    } else if (written === '' && (mark === '(' || mark === '{')) at++;
    else if (written === '' && mark === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (mark === '\\' && text[at + 1] === '\n') at += 2;
    else {
      piece.lastIndex = at;
      const found = piece.exec(text)?.[0] ?? mark;
      written += found;
      const value = withoutQuotes(found);
      plain = plain === undefined || value === undefined ? undefined : plain + value;
      at += found.length;
    }
  }
  endWord();
  return commands.filter((command) => command.length > 0);
}

/** The same, with the words as they are written. */
export function writtenCommands(text: string): readonly (readonly string[])[] {
  return splitCommands(text).map((words) => words.map(({ written }) => written));
}

/** A piece of a word as a program gets it. */
function withoutQuotes(found: string): string | undefined {
  const [mark = ''] = found;
  if (found.length === 1) return /['"\\$`()<>]/.test(mark) ? undefined : mark;
  if (mark === '\\') return found.slice(1);
  if (mark === "'") return found.endsWith(mark) ? found.slice(1, -1) : undefined;
  const quoted = /^"((?:[^"\\$`]|\\.)*)"$/s.exec(found)?.[1];
  // Between double quotes, a backslash is literal except before these.
  return quoted?.replace(/\\([$`"\\\n])/g, (_, one) => (one === '\n' ? '' : one));
}
