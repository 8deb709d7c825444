import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import { explainIgnoredFlags } from './ignored-flags.ts';

const kernel = writtenKernels();

function explained(makefile: string, conf = '') {
  const failing = kernel('7.3', { 'generated/autoconf.h': '#define CONFIG_A 1\n' });
  const scripts = join(dirname(failing.headers.findHeader('generated/autoconf.h') ?? ''), '../../scripts');
  const files: Readonly<Record<string, string>> = {
    [join(scripts, 'Makefile.lib')]: 'ccflags-y',
    [join(scripts, 'Makefile.build')]: '',
    ...{ '/m/Makefile': makefile, '/m/dkms.conf': conf, '/m/include/own.h': '' },
  };
  return explainIgnoredFlags('own.h', {
    ...{ failing, others: [], file: '/m/src/a.c', readSource: (path) => files[path] },
  });
}

const makefile = 'obj-m := a.o\nEXTRA_CFLAGS += -I$(src)/include\n# EXTRA_CFLAGS\nEXTRA_CFLAGS += -DA\n';

test('flags that kbuild no longer reads are written to the variable that it reads', () => {
  const [fix, ...others] = explained(makefile)?.fixes ?? [];
  expect(others).toEqual([]);
  expect(fix?.edits.map(({ file, line, text }) => `${file}:${line}: ${text}`)).toEqual([
    '/m/Makefile:2: ccflags-y += -I$(src)/include',
    '/m/Makefile:4: ccflags-y += -DA',
  ]);
});

test('they stay where a command gives some of them, too', () => {
  const cause = explained(makefile, 'MAKE="make EXTRA_CFLAGS=-DB"\n');
  expect(cause?.id).toBe('extra-cflags-ignored');
  expect(cause?.fixes).toEqual([]);
});
