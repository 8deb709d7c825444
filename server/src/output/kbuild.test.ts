import { expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

test.each([
  [
    'headers that are not prepared, up to 6.12',
    [
      '',
      '  ERROR: Kernel configuration is invalid.',
      '         include/generated/autoconf.h or include/config/auto.conf are missing.',
      "         Run 'make oldconfig && make prepare' on kernel src to fix it.",
      '',
    ],
    "/source/Makefile:1: error: Kernel configuration is invalid. / include/generated/autoconf.h or include/config/auto.conf are missing. / Run 'make oldconfig && make prepare' on kernel src to fix it. {kbuild, build}",
  ],
  [
    'the same since',
    [
      '***',
      '***  ERROR: Kernel configuration is invalid. The following files are missing:',
      '***    - /kernel/include/generated/autoconf.h',
      '***  Run "make oldconfig && make prepare" on kernel source to fix it.',
      '***',
      'make: leaves',
    ],
    '/source/Makefile:1: error: Kernel configuration is invalid. The following files are missing: / - /kernel/include/generated/autoconf.h / Run "make oldconfig && make prepare" on kernel source to fix it. {kbuild, build}',
  ],
  [
    'a kernel without modules',
    [
      'The present kernel configuration has modules disabled.',
      "Type 'make config' and enable loadable module support.",
      'Then build a kernel with module support enabled.',
      'make: *** [Makefile:1465: modules] Error 1',
    ],
    "/source/Makefile:1: error: The present kernel configuration has modules disabled. / Type 'make config' and enable loadable module support. / Then build a kernel with module support enabled. {kbuild, build}",
  ],
  [
    'no table of symbols',
    [
      'WARNING: Module.symvers is missing.',
      '         Modules may not have dependencies or modversions.',
      '  CC [M]  a.mod.o',
    ],
    '/source/Makefile:1: warning: Module.symvers is missing. / Modules may not have dependencies or modversions. {kbuild, build}',
  ],
  [
    'no table of the symbols of another module, since 6.1',
    ['/source/b/../a/Module.symvers: No such file or directory', 'make: *** [Makefile:1: modpost] Error 1'],
    '/source/Makefile:1: error: /source/b/../a/Module.symvers: No such file or directory {kbuild, build}',
  ],
  [
    'another compiler',
    [
      'warning: the compiler differs from the one used to build the kernel',
      '  The kernel was built by: gcc-12 (Debian 12.2.0-14) 12.2.0',
      '  You are using:           gcc-13 (Debian 13.2.0-1) 13.2.0',
    ],
    '/source/Makefile:1: information: the compiler differs from the one used to build the kernel / The kernel was built by: gcc-12 (Debian 12.2.0-14) 12.2.0 / You are using: gcc-13 (Debian 13.2.0-1) 13.2.0 {kbuild, build}',
  ],
  [
    'another pahole, which changes nothing',
    [
      'warning: pahole version differs from the one used to build the kernel',
      '  The kernel was built with: 130',
      '  You are using:             124',
    ],
    '',
  ],
  [
    'programs of newer headers',
    [
      "/kernel/scripts/mod/modpost: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /kernel/scripts/mod/modpost)",
    ],
    "/source/Makefile:1: error: /kernel/scripts/mod/modpost: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by /kernel/scripts/mod/modpost) {kbuild, build}",
  ],
])('%s', (_what, lines, expected) => {
  expect(problemsIn(`${lines.join('\n')}\n`)).toBe(expected);
});
