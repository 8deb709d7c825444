/**
 * Messages that the kernel's top-level Makefile prints with `$(warning …)` and `$(error …)`: Linux 4.9 to 7.3. If make does not print which
 * folder it is in, its `Makefile:690:` looks like a line of the module's Makefile.
 */
const ofKernelMakefile =
  /^["']?(?:=+ (?:WARNING|ERROR) =+$|={10,}$|'SUBDIRS' (?:was|will be) removed|(?:Please )?[Uu]se 'M=' or 'KBUILD_EXTMOD='?|Cannot (?:use|generate) .*CONFIG_|CONFIG_\w+ (?:enabled but|requires|unsupported)|Disabling CONFIG_|Your (?:kernel is configured with|compiler does not)|You are building kernel with|[Cc]ompiler lacks |ERROR: Kernel configuration|(?:specified external )?module (?:installation|directory) |specified (?:kernel|external module) directory |building multiple external modules|source directory cannot contain|main directory cannot contain|No \.config exists|GNU Make >= |Invalid value for LLVM|failed to create output directory|include\/config\/)/;

/** Printed by Gentoo's kernels whenever make reads their Makefile, also for a module. It has nothing to do with the build. */
const ofDistribution =
  /^(?:!{4} WARNING !{4}|This kernel was configured and installed by the package manager\.|"make" should not be run manually here\.|See also: https:\/\/wiki\.gentoo\.org\/\S+)$/;

/** Printed by make 3.82 to 4.2 behind the three stars of an error, although it goes on: Debian's headers up to Linux 4.2 were written so. */
const deprecatedSyntax = /^(?:\*\*\* )?mixed implicit and normal rules: deprecated syntax$/;

/** Whether a message of a Makefile says nothing about the build. */
export function isIrrelevantRemark(message: string): boolean {
  return ofDistribution.test(message) || deprecatedSyntax.test(message);
}

/** Whether a message without a folder is from the kernel's own Makefile. */
export function isOfKernelMakefile(message: string): boolean {
  return ofKernelMakefile.test(message);
}
