import { expect, test } from 'vitest';
import {
  explainMessage as explain,
  unplacedProblem as problem,
} from '../../../../test/support/explained-environment.ts';
import type { Problem } from '../../output/problem.ts';
import { environmentCauses } from './environment-causes.ts';
import { explainEnvironment } from './explain-environment.ts';

test.each([
  ['./include/linux/kconfig.h: No such file or directory', 'gcc', 'headers-incomplete'],
  ["ln: failed to create symbolic link 'source': Permission denied", 'program', 'folder-not-writable'],
  ['/m/configure: Permission denied', 'program', 'script-missing'],
  ["unknown target ABI 'lp64'", 'clang', 'compiler-of-another-architecture'],
  ['"__stack_chk_guard" [/m/lamp.ko] undefined!', 'modpost', 'stack-protector-differs'],
  ['/usr/src/lamp-0.9: No such file or directory', 'make', 'make-folder-missing'],
  ['/usr/src/linux-headers-6.8.0-45-generic: No such file or directory', 'make', 'headers-missing'],
  ['Kernel module load error: No such device', 'program', 'device-not-found'],
  ['Not to be used as root; start as user or akmods instead.', 'program', 'akmods-as-root'],
  ['Module lamp not found.', 'kernel', 'module-not-installed'],
  ['See /tmp/lamps_logs/lamps.123.log', 'program', 'reason-in-another-log'],
  [
    'This system is currently not set up to build kernel modules. Please install the Linux kernel "header" files matching the current kernel',
    'program',
    'headers-missing',
  ],
  [
    'This system is currently not set up to build kernel modules. Please install the gcc make perl packages from your distribution.',
    'program',
    'program-missing',
  ],
] as const)('%s', (message, tool, id) => {
  expect(explain(message, tool)?.id).toBe(id);
});

test('a target that the Makefile of the kernel always has is missing if the headers are not there', () => {
  const of = (object: string): Problem => ({
    ...problem("No rule to make target 'clean'", 'make'),
    object,
  });
  const causeOf = (one: Problem) => explainEnvironment(one, '5.4.2-gentoo', [one], environmentCauses);
  const found = causeOf(of('/usr/src/linux-5.4.2-gentoo/clean'));
  expect(found?.id).toBe('headers-incomplete');
  expect(found?.summary).not.toMatch(/apt|dnf|pacman|zypper/);
  expect(causeOf(of('/home/dev/lamp/clean'))?.id).toBe('target-unknown');
});
