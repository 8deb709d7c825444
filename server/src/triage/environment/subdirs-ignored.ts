import type { EnvironmentCause } from './environment-cause.ts';

export const subdirsIgnored: EnvironmentCause = {
  id: 'subdirs-ignored',
  symbol: 'SUBDIRS',
  title: 'SUBDIRS= is ignored, or M= is empty, so make builds the kernel itself',
  summary:
    'Since Linux 5.3, kbuild takes the folder of a module only from M=. Without it, or where it is empty, make tries to build the kernel, whose own makefiles are not part of the headers.',
  advice:
    'Write `M=` instead of `SUBDIRS=` in dkms.conf and in the Makefile; every kernel since 2.6.20 supports it. Give it `$(CURDIR)`, not `$(PWD)`: sudo removes PWD from the environment.',
  certainty: 'likely',
  since: '5.3',
  replacement: 'M=',
  explains: [
    {
      message:
        /^No rule to make target '(?:arch\/\w+\/\S*|(?:usr|init|kernel|mm|fs|ipc|security|crypto|block|drivers|sound|net|lib|certs|virt)\/Makefile|scripts\/Makefile\.modbuiltin|kernel\/bounds\.c|arch\/x86\/tools\/\S+|init\/main\.o)'/,
    },
    // The build of a module never makes vmlinux.
    {
      message:
        /BTF for vmlinux\b|the recipe for (?:\.\/)?(?:vmlinux(?:\.o)?|init\/\S+|\.tmp_vmlinux\S*) failed/,
    },
    // Printed by the Makefile of the kernel: "will be" from 5.0 to 5.2, "was" later.
    { message: /^'SUBDIRS' (?:was|will be) removed/ },
    // objtool is built only with the kernel.
    { message: /^No rule to make target '\/\S+\/tools\/build\/Build\.include'/ },
    // The build of a module neither configures the kernel nor writes a Makefile into its folder.
    { message: /recipe for (?:outputmakefile|syncconfig|silentoldconfig)\b|open \S*\/scripts\/mkmakefile$/ },
    { message: /^can't find file \S*Kconfig$/ },
    { message: /^(?:arch\/\w+\/\S*Makefile|usr\/Makefile|init\/Makefile): No such file/ },
  ],
  isOnce: true,
  // The makefiles that build the kernel itself are never part of its headers.
  before: ['btf-mismatch', 'btf-not-generated', 'headers-incomplete', 'log-cut', 'no-makefile'],
};
