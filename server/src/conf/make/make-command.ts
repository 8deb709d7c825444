/** A call of make, from the words of its command line. */
export interface MakeCommand {
  /** The folder of `-C`, relative to the one in which make is started; each further `-C` is relative to the previous one. */
  readonly folder: string;
  /** The Makefile of `-f`. */
  readonly file?: string;
  readonly given: ReadonlyMap<string, string>;
  readonly goals: readonly string[];
  /** The environment overrides the Makefile: `-e`. */
  readonly environmentWins: boolean;
  /** Errors do not stop make: `-i`, `-k`. */
  readonly keepsGoing: boolean;
}

/** Options of GNU make whose value is the next word unless it is attached. */
const takesValue = /^-(?:[CfIoW]|-(?:directory|file|makefile|include-dir|old-file|what-if|eval))$/;

/** Reads the words after `make`, without their quotes; `undefined` if an option changes what make runs, or stops make. */
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
      // make stops if no value follows, as after `-C $(EMPTY)`.
      if (isApart && at + 1 === words.length) return undefined;
      const value = long?.[2] ?? short?.[2] ?? (isApart ? words[++at] : undefined);
      const isFolder = /^-C|^--directory/.test(word);
      if (isFolder && value !== undefined)
        folder = value.startsWith('/') || folder === '' ? value : `${folder}/${value}`;
      else if (/^-f|^--(?:file|makefile)/.test(word)) file = value;
      else if (/^-(?![OCfIWojl])[a-zA-Z]*e|^--env/.test(word)) environmentWins = true;
      else if (/^-(?![OCfIWojl])[a-zA-Z]*[ik]|^--(?:ignore-errors|keep-going)/.test(word)) keepsGoing = true;
      // `-j 4`: the number may be a word of its own.
      else if (/^-[jl]$/.test(word) && /^(?:\d+|[\uE000-\uF8FF])$/.test(words[at + 1] ?? '')) at++;
    }
  }
  return { folder, given, goals, environmentWins, keepsGoing, ...(file !== undefined && { file }) };
}

/** The name and value of a word that is an assignment; empty for any other word. */
export function assignmentOf(word: string): readonly (readonly [string, string])[] {
  const found = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
  return found?.[1] ? [[found[1], unquoted(found[2] ?? '')]] : [];
}

/** A word without its shell quotes, as the program receives it. */
export function unquoted(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) =>
    (single ?? double ?? escaped ?? '').replace(/\\(["\\$`])/g, '$1'),
  );
}
