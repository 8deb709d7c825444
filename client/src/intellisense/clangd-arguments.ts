/** The arguments of clangd with another folder of compile_commands.json; all others stay as they are. */
export function clangdArguments(given: readonly string[], folder: string): readonly string[] {
  const option = '--compile-commands-dir=';
  return [...given.filter((one) => !one.startsWith(option)), option + folder];
}
