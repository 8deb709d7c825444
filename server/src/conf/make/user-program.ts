import { escapeRegex } from '../../escape-regex.ts';
import type { SourceFacts } from '../rules/source-facts.ts';

const compiler = /^(?:\S*[-/])?(?:cc|c\+\+|gcc|g\+\+|clang|clang\+\+)(?:-\d+)?$/;

/**
 * Whether a command compiles a program for people, such as a benchmark or a test beside the module: one that no recipe of the source runs,
 * so that the modules do not need it.
 */
export function compilesUserProgram(
  [program = '', ...words]: readonly string[],
  { makefiles }: Pick<SourceFacts, 'makefiles'>,
): boolean {
  const at = words.indexOf('-o');
  const made = words[at + 1]?.replace(/^\.\//, '') ?? '';
  if (!compiler.test(program) || at < 0 || !/^[\w.+-]+(?:\/[\w.+-]+)*$/.test(made)) return false;
  if (/\.(?:[acdhiosS]|ko|so)$/.test(made)) return false;
  if (words.some((word) => /^-(?:[cSEr]|shared|M.*)$/.test(word))) return false;
  // `./table > table.h`, or `$(obj)/table`.
  const run = new RegExp(`/${escapeRegex(made.slice(made.lastIndexOf('/') + 1))}(?![\\w.-])`);
  return !makefiles.some(({ recipes }) => recipes.some((line) => run.test(line)));
}
