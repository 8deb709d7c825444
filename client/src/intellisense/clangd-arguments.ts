const option = '--compile-commands-dir';

/**
 * The folder that the user's clangd arguments name with --compile-commands-dir, which clangd prefers to any configuration; `undefined` if
 * they name none. The last one counts; clangd takes the value after `=` or as the next argument, and one dash or two.
 */
export function databaseFolder(given: readonly string[]): string | undefined {
  let folder: string | undefined;
  for (const [at, word] of given.entries()) {
    const plain = word.replace(/^--?/, '--');
    if (plain === option) folder = given[at + 1] ?? folder;
    else if (plain.startsWith(`${option}=`)) folder = plain.slice(option.length + 1);
  }
  return folder;
}
