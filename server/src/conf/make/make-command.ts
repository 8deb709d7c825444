/** A call of make as its words say it. */
export interface MakeCommand {
  /** The folder that `-C` leads to, from the one that make is started in; several lead on. */
  readonly folder: string;
  /** The Makefile of `-f`. */
  readonly file?: string;
  readonly given: ReadonlyMap<string, string>;
  readonly goals: readonly string[];
  /** The environment counts more than the Makefile: `-e`. */
  readonly environmentWins: boolean;
  /** Errors do not stop it: `-i`, `-k`. */
  readonly keepsGoing: boolean;
}

/** Options of GNU make that have their value in the next word, where it does not follow at once. */
const takesValue = /^-(?:[CfIoW]|-(?:directory|file|makefile|include-dir|old-file|what-if|eval))$/;

/** Reads the words after `make`, without their quotes; `undefined` where an option changes what make would do otherwise, or stops it. */
export function parseMakeCommand(words: readonly string[]): MakeCommand | undefined {
  const given = new Map<string, string>();
  const goals: string[] = [];
  let folder = '';
  let file: string | undefined;
  let environmentWins = false;
  let keepsGoing = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const assigned = /^([A-Za-z_][\w.-]*)(?::{0,3}|\?|\+)=(.*)$/s.exec(word);
    if (assigned?.[1]) given.set(assigned[1], assigned[2] ?? '');
    else if (!word.startsWith('-')) goals.push(word);
    else if (/^-[nqt]$|^--(?:just-print|dry-run|question|touch|eval)/.test(word)) return undefined;
    else {
      const long = /^--(directory|file|makefile)=(.*)$/s.exec(word);
      const short = /^-([Cf])(.+)$/s.exec(word);
      const isApart = !long && !short && takesValue.test(word);
      // make stops where nothing follows, as behind `-C $(EMPTY)`.
      if (isApart && at + 1 === words.length) return undefined;
      const value = long?.[2] ?? short?.[2] ?? (isApart ? words[++at] : undefined);
      const isFolder = /^-C|^--directory/.test(word);
      if (isFolder && value !== undefined) folder = value.startsWith('/') ? value : joined(folder, value);
      else if (/^-f|^--(?:file|makefile)/.test(word)) file = value;
      else if (/^-(?![OCfIWojl])[a-zA-Z]*e|^--env/.test(word)) environmentWins = true;
      else if (/^-(?![OCfIWojl])[a-zA-Z]*[ik]|^--(?:ignore-errors|keep-going)/.test(word)) keepsGoing = true;
      // `-j 4`: the number may stand apart.
      else if (/^-[jl]$/.test(word) && /^(?:\d+|[\uE000-\uF8FF])$/.test(words[at + 1] ?? '')) at++;
    }
  }
  return { folder, given, goals, environmentWins, keepsGoing, ...(file !== undefined && { file }) };
}

function joined(folder: string, further: string): string {
  return folder === '' ? further : `${folder}/${further}`;
}

/** The name and value of a word that assigns; none of another word. */
export function assignmentOf(word: string): readonly (readonly [string, string])[] {
  const found = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
  return found?.[1] ? [[found[1], unquoted(found[2] ?? '')]] : [];
}

/** A word as the program gets it, as far as quotes go. */
export function unquoted(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) =>
    (single ?? double ?? escaped ?? '').replace(/\\(["\\$`])/g, '$1'),
  );
}
