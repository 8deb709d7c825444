/** What a word or a command can't be read past without a shell: expansions, groups, redirections. */
const needsShell = /[$`()<>]/;
const ends = /[;&|\n]/;

/**
 * The simple commands of a shell's text, each as its words: quotes and backslashes are taken away, nothing is expanded or run.
 * A command of which only a shell could tell the words (`$x`, `` `x` ``, `>x`) is `undefined`.
 */
export function splitCommands(text: string): readonly (readonly string[] | undefined)[] {
  const commands: (readonly string[] | undefined)[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let isOpen = true;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0 || !isOpen) commands.push(isOpen ? words : undefined);
    words = [];
    isOpen = true;
  };
  for (let at = 0; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (mark === "'") {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return [...commands, undefined];
      word = (word ?? '') + text.slice(at + 1, end);
      at = end;
    } else if (mark === '"') {
      const quoted = readDoubleQuoted(text, at + 1);
      if (!quoted) return [...commands, undefined];
      word = (word ?? '') + quoted.text;
      isOpen &&= !quoted.needsShell;
      at = quoted.end;
    } else if (mark === '\\') {
      at++;
      // A line that goes on in the next.
      if (text[at] !== '\n') word = (word ?? '') + (text[at] ?? '');
    } else if (ends.test(mark)) endCommand();
    else if (/\s/.test(mark)) endWord();
    else if (mark === '#' && word === undefined) {
      const end = text.indexOf('\n', at);
      at = (end < 0 ? text.length : end) - 1;
    } else {
      isOpen &&= !needsShell.test(mark);
      word = (word ?? '') + mark;
    }
  }
  endCommand();
  return commands;
}

/** What stands between double quotes, from behind the first to the second, whose place is `end`. */
function readDoubleQuoted(
  text: string,
  start: number,
): { readonly text: string; readonly end: number; readonly needsShell: boolean } | undefined {
  let found = '';
  let needs = false;
  for (let at = start; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (mark === '"') return { text: found, end: at, needsShell: needs };
    if (mark === '\\' && /[$`"\\\n]/.test(text[at + 1] ?? '')) {
      at++;
      if (text[at] !== '\n') found += text[at];
    } else {
      needs ||= mark === '$' || mark === '`';
      found += mark;
    }
  }
  return undefined;
}
