import { expect, it } from 'vitest';
import { subdirsIgnored } from './subdirs-ignored.ts';

/** The targets that make finds no rule for, and for which this is said to be the reason. */
const explained = (...targets: string[]) =>
  targets.filter((target) =>
    subdirsIgnored.explains.some(({ message }) => message.test(`No rule to make target '${target}'`)),
  );

it('is the reason where make looks for what builds the kernel, not where a Makefile lacks a target of its own', () => {
  const ofKernel = ['arch/x86/entry/syscalls/Makefile', 'init/main.o', 'kernel/bounds.c'];
  expect(explained(...ofKernel, 'prepare', 'all', 'modules', 'driver/Makefile')).toEqual(ofKernel);
});
