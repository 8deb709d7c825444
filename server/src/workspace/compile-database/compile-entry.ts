import { join } from 'node:path';
import type { LastBuild } from '../../builds/recompile/last-build.ts';
import type { Unit } from '../../builds/recompile/units.ts';

/** One entry of a compile_commands.json, in the format that clang specifies. */
export interface CompileEntry {
  /** The folder that relative paths of the arguments start from. */
  readonly directory: string;
  /** The user's file, absolute. */
  readonly file: string;
  readonly arguments: readonly string[];
}

const written = /^-Wp,-M|^-M{1,2}[DP]?$/;

/**
 * How an editor is to parse a unit of the last build: the user's file, with the arguments of the build except those for which `drops` is
 * true. The user's headers are found first; headers that the build generated are found after them, in the staged copy.
 */
export function compileEntry(
  unit: Unit,
  last: LastBuild,
  isDropped: (flag: string) => boolean,
): CompileEntry {
  const file = join(last.source, unit.source);
  const inUse: string[] = [];
  const { words } = unit;
  const sourceWord = words.findLast((word) => word.endsWith('.c') && !word.startsWith('-'));
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '-o') at++;
    else if (written.test(word) || isDropped(word)) continue;
    else if (word === sourceWord) inUse.push(file);
    else {
      const sourcePath = toSource(word, last);
      inUse.push(sourcePath);
      if (sourcePath !== word && word.startsWith('-I')) inUse.push(word);
    }
  }
  // A header generated next to a file is included with quotes.
  const unitFolder = join(last.buildDir, unit.source, '..');
  return {
    directory: toSource(unit.cwd, last),
    file,
    // Without a clang to try them, gcc's warning options remain, and clang would warn about those that it does not know.
    arguments: [
      ...inUse.slice(0, 1),
      '-Wno-unknown-warning-option',
      '-iquote',
      unitFolder,
      ...inUse.slice(1),
    ],
  };
}

function toSource(text: string, { names, source }: LastBuild): string {
  return names.reduce((found, name) => found.replaceAll(name, source), text);
}

/** An entry split into its parts for an editor; see `CompileFlags` of the messages. */
export function flagsOf({ arguments: words }: CompileEntry): {
  readonly compiler: string;
  readonly includes: readonly string[];
  readonly forced: readonly string[];
  readonly defines: readonly string[];
  readonly standard: string | undefined;
  readonly others: readonly string[];
} {
  const includes: string[] = [];
  const forced: string[] = [];
  const defines: string[] = [];
  const others: string[] = [];
  let standard: string | undefined;
  const [compiler = '', ...rest] = words.filter(
    (word) => !/^(?:\S*\/)?(?:ccache|sccache|distcc|icecc)$/.test(word),
  );
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (word === '-include') forced.push(rest[++at] ?? '');
    else if (word === '-iquote' || word === '-isystem' || word === '-I') includes.push(rest[++at] ?? '');
    else if (word.startsWith('-I')) includes.push(word.slice(2));
    else if (word.startsWith('-D')) defines.push(word.slice(2));
    else if (word.startsWith('-std=')) standard = word.slice('-std='.length);
    else if (word !== '-c' && !word.endsWith('.c')) others.push(word);
  }
  return { compiler, includes, forced, defines, standard, others };
}
