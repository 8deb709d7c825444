import { expect, test } from 'vitest';
import { cpptoolsConfiguration } from './cpptools-configuration.ts';

test('relative folders of a kernel build become absolute ones', () => {
  const flags = {
    directory: '/usr/src/linux-headers-6.1',
    compiler: 'gcc-12',
    includes: ['./include', '/home/me/driver'],
    forced: ['./include/linux/kconfig.h'],
    defines: ['MODULE', 'KBUILD_MODNAME="x"'],
    standard: 'gnu11',
    others: ['-nostdinc', '-O2'],
  };
  expect(cpptoolsConfiguration(flags)).toEqual({
    includePath: ['/usr/src/linux-headers-6.1/include', '/home/me/driver'],
    forcedInclude: ['/usr/src/linux-headers-6.1/include/linux/kconfig.h'],
    defines: ['MODULE', 'KBUILD_MODNAME="x"'],
    standard: 'gnu11',
    compilerPath: 'gcc-12',
    compilerArgs: ['-nostdinc', '-O2'],
  });
  expect(cpptoolsConfiguration({ ...flags, standard: 'iso9899:199409' })).not.toHaveProperty('standard');
});
