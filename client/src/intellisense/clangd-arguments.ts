const option = '--compile-commands-dir';

/**
 * The folder of compile_commands.json that the user's arguments of clangd name, which it prefers to any configuration; `undefined` where
 * they name none. Of several the last one counts, and clangd takes a value behind `=` or as the next argument, and one dash or two.
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
