import { posix } from 'node:path';
import { splitCommands } from '../../conf/syntax/command-words.ts';

/** How a unit was compiled. */
export interface CompileCommand {
  /** The words of the command: wrappers such as `ccache`, the compiler, its options and files. */
  readonly words: readonly string[];
  /** As written in the command: relative to the folder in which make ran it, or absolute. */
  readonly source: string;
  readonly object: string;
}

/** The content of a `.<object>.cmd` file of kbuild. */
export interface CommandFile {
  /** The target as kbuild names it: relative to the folder that make ran in, or absolute. */
  readonly target: string;
  readonly command: CompileCommand;
  /** The files that the compiler read, the unit's own first. */
  readonly inputs: readonly string[];
}

/**
 * The command among those of a shell's text that compiles a C file. `undefined` if there is none, and if its words can't be
 * known without running a shell.
 */
export function findCompileCommand(text: string): CompileCommand | undefined {
  for (const command of splitCommands(text)) {
    const words = command.flatMap((word) => word.text ?? []);
    const output = words.lastIndexOf('-o');
    const object = words[output + 1];
    if (words.length < command.length || output < 0 || object === undefined || !words.includes('-c'))
      continue;
    const source = words.findLast((word) => word.endsWith('.c') && !word.startsWith('-'));
    if (source !== undefined) return { words, source, object };
  }
  return undefined;
}

/**
 * Reads a `.cmd` file of an object that was compiled from a C file; `undefined` for one of anything else.
 * The command's variable is `cmd_<target>` up to Linux 6.1 and `savedcmd_<target>` in later ones (6.2, scripts/basic/fixdep.c); make reads
 * the file, so `$` is doubled in it and `#` is `$(pound)`.
 */
export function parseCommandFile(text: string): CommandFile | undefined {
  const end = text.indexOf('\n');
  const found = /^(?:saved)?cmd_(\S+) := (.*)$/.exec(end < 0 ? text : text.slice(0, end));
  const [, target, written] = found ?? [];
  if (target === undefined || written === undefined) return undefined;
  const command = findCompileCommand(written.replaceAll('$(pound)', '#').replaceAll('$$', '$'));
  return command && { target, command, inputs: inputsOf(text, command.source) };
}

/** kbuild writes `source_x.o := x.c`, and `deps_x.o := \` with a file in each line, among them wildcards for configuration symbols. */
function inputsOf(text: string, source: string): readonly string[] {
  const start = text.indexOf('\ndeps_');
  if (start < 0) return [source];
  const inputs = [source];
  for (const line of text.slice(text.indexOf('\n', start + 1) + 1).split('\n')) {
    if (!line.startsWith('  ')) break;
    const path = line.replace(/\\$/, '').trim();
    if (path !== '' && !path.startsWith('$(')) inputs.push(path);
  }
  return inputs;
}

/** The files of a compiler's own list of dependencies (`x.o: x.c \`, further lines with several files each). */
export function parseDependencies(text: string): readonly string[] {
  const colon = text.indexOf(': ');
  return colon < 0
    ? []
    : text
        .slice(colon + 2)
        .split(/(?:\\\n|\s)+/)
        .filter((path) => path !== '');
}

/** Options that write files beside the object, or load what a check does not need. */
const alone =
  /^(?:-c|-M{1,2}[DGP]?|-MP|-pipe|-save-temps.*|-gsplit-dwarf|-fdump-.*|-fplugin=.*|-fplugin-arg-.*|-Wp,-M.*|-fcallgraph-info.*|-fstack-usage|-ftime-trace.*|--coverage|-ftest-coverage)$/;
const withValue = new Set(['-o', '-MF', '-MT', '-MQ', '-dumpdir', '-dumpbase', '-dumpbase-ext']);

/**
 * The same compilation without a result: the compiler reads the unit and says what is wrong with it, and writes nothing.
 * Fix-its come as lines that a program can read, which gcc (since 7) and clang know; so their messages stay the ones of a build, with their
 * include chains, which gcc's JSON lacks.
 */
export function syntaxOnly(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (withValue.has(word)) at++;
    else if (!alone.test(word)) kept.push(word);
  }
  const color = isClang(words) ? '-fno-color-diagnostics' : '-fdiagnostics-color=never';
  return [...kept, '-fsyntax-only', '-fdiagnostics-parseable-fixits', color];
}

/** The compiler itself: the first word that is not a wrapper such as ccache. */
export function compilerWord(words: readonly string[]): string {
  const wrappers = new Set(['ccache', 'sccache', 'distcc', 'icecc']);
  return words.find((word) => !wrappers.has(posix.basename(word))) ?? '';
}

export function isClang(words: readonly string[]): boolean {
  return posix.basename(compilerWord(words)).includes('clang');
}
