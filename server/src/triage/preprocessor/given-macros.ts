/** What kbuild's compiler lines say for every C file of a module, and gcc and clang by themselves, beside the configuration. */
const given: ReadonlyMap<string, boolean> = new Map([
  ['__KERNEL__', true],
  ['MODULE', true],
  ['__ASSEMBLY__', false],
  ['__ASSEMBLER__', false],
  ['__cplusplus', false],
  ['__CHECKER__', false],
  ['__GENKSYMS__', false],
  ['__OPTIMIZE__', true],
  ['__GNUC__', true],
]);

/** Whether every C file of a module is compiled with this macro; `undefined` where that is not known. */
export function givenMacro(name: string): boolean | undefined {
  return given.get(name);
}
