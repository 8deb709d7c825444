/** Macros, besides the configuration's, that kbuild's command line, gcc or clang defines (or does not) for every C file of a module. */
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

/** Whether every C file of a module is compiled with this macro; `undefined` if that is not known. */
export function givenMacro(name: string): boolean | undefined {
  return given.get(name);
}
