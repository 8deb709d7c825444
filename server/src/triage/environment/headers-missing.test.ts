import { expect, test } from 'vitest';
import {
  explainMessage as explain,
  unplacedProblem,
} from '../../../../test/support/explained-environment.ts';
import { environmentCauses } from './environment-causes.ts';
import { explainEnvironment } from './explain-environment.ts';

test.each([
  ['make builds for 6.1.0-9-amd64, but dkms asked for 6.1.0-10-amd64', 'dkms', 'running-kernel-in-makefile'],
  ['/lib/modules/6.10.9-amd64/build: Not a directory', 'make', 'headers-missing'],
  [
    '==> Unable to install module lamp/1.0 for kernel 4.14.215-1-MANJARO: Missing kernel headers.',
    'program',
    'headers-missing',
  ],
  [
    'Your kernel headers for kernel 4.4.20-moby cannot be found at /lib/modules/4.4.20-moby/build or /lib/modules/4.4.20-moby/source.',
    'dkms',
    'kernel-of-docker',
  ],
  ['E: Unable to locate package linux-headers-6.9.0-1-amd64', 'program', 'headers-package-not-found'],
  ['error: target not found: linux69-headers', 'program', 'headers-package-not-found'],
  ['E: Unable to locate package fan', 'program', undefined],
] as const)('%s', (message, tool, id) => {
  expect(explain(message, tool)?.id).toBe(id);
});

test.each([
  ['4.19.128-microsoft-standard', 'kernel-of-wsl'],
  ['6.10.14-linuxkit', 'kernel-of-docker'],
])('no distribution has headers for %s', (kernel, id) => {
  const message = `/lib/modules/${kernel}/build: No such file or directory`;
  expect(explain(message, 'make', kernel)?.id).toBe(id);
  // The Makefile asked the machine that builds for the kernel of another one.
  expect(explain(message, 'make', '6.8.0-45-generic')?.id).toBe('running-kernel-in-makefile');
});

test.each([
  ['/m/lamp.mod.c', 'kbuild-of-another-version'],
  ['/m/lamp.c', undefined],
])('the headers may be older than the program that wrote %s', (file, id) => {
  const one = { ...unplacedProblem('asm/orc_header.h: No such file or directory', 'gcc'), file };
  expect(explainEnvironment(one, '6.3.0-1-amd64', [one], environmentCauses)?.id).toBe(id);
});

test.each([
  ['5.15.115-0-lts', 'apk add linux-lts-dev'],
  ['5.16-0-edge', 'apk add linux-edge-dev'],
  ['5.2.5_1', 'xbps-install linux5.2-headers'],
])('the headers of %s are installed with %s alone', (kernel, command) => {
  const said = explain(`/lib/modules/${kernel}/build: No such file or directory`, 'make', kernel)?.summary;
  expect(said).toContain(`${command}.`);
  expect(said).not.toMatch(/apt|dnf|pacman|zypper/);
});
