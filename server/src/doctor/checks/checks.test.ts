import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDkmsTrees } from '../../../../test/support/dkms-trees.ts';
import { headerFiles, writeTree } from '../../../../test/support/header-trees.ts';
import { runningRelease as release, saidByDoctor } from '../../../../test/support/said-by-doctor.ts';
import { asUnprivileged } from '../../../../test/support/surroundings.ts';
import type { MachineAccess } from '../examined-machine.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'doctor-hidden-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const said = (id: string, surroundings: Partial<MachineAccess> = {}) => saidByDoctor(root, id, surroundings);

test.each([
  ['/var/lib/dkms', '/var/lib/dkms'],
  ['/var/lib/dkms/lamp', '/var/lib/dkms/lamp'],
  ['/var/lib/dkms/lamp/1.0', '/var/lib/dkms/lamp/1.0'],
  ['/var/lib/dkms/lamp/1.0/6.1.0-1-amd64/x86_64', '/var/lib/dkms/lamp/1.0/6.1.0-1-amd64/x86_64/module'],
])(
  'nothing is said to be wrong or right with what is below %s, which root alone may read',
  async (closed, named) => {
    makeDkmsTrees(root, { lamp: { builds: [{ kernel: '6.1.0-1-amd64', installed: true }] } });
    await writeTree(root, { 'lib/modules/6.1.0-1-amd64/modules.order': '' });
    await chmod(join(root, closed), 0);
    const lines = await asUnprivileged(root, async () => [
      ...(await said('dkms-installed')).slice(1),
      ...(await said('failed-builds')),
      ...(await said('broken-links')),
      ...(await said('half-removed')),
      ...(await said('stale-entries')),
    ]);
    await chmod(join(root, closed), 0o755);
    expect(lines.join('\n')).toContain(`unknown: ${named} can't be read (permission denied)`);
    expect(lines.filter((line) => !line.startsWith('unknown: '))).toEqual([]);
  },
);

test('sources that root alone may read are not gone', async () => {
  makeDkmsTrees(root, { lamp: {} });
  await chmod(join(root, 'usr/src'), 0);
  const lines = await asUnprivileged(root, async () => [
    ...(await said('dkms-installed')).slice(1),
    ...(await said('broken-links')),
    ...(await said('half-removed')),
  ]);
  await chmod(join(root, 'usr/src'), 0o755);
  expect(lines).toEqual([
    "unknown: /usr/src/lamp-1.0 can't be read (permission denied), so what is there is not known.",
    "ok: All links in dkms's tree lead somewhere.",
    "unknown: /usr/src can't be read (permission denied), so which sources are not added is not known.",
  ]);
});

test('kernels that root alone may read are not gone', async () => {
  makeDkmsTrees(root, { lamp: { builds: [{ kernel: release, installed: true }] } });
  await writeTree(root, { [`lib/modules/${release}/modules.order`]: '' });
  await chmod(join(root, 'lib/modules'), 0);
  const lines = await asUnprivileged(root, async () => [
    ...(await said('kernel-headers')),
    ...(await said('stale-entries')),
  ]);
  await chmod(join(root, 'lib/modules'), 0o755);
  expect(lines).toEqual([
    "unknown: /lib/modules can't be read (permission denied), so which kernels are installed is not known.",
    `unknown: This user may not read /lib/modules, so whether these kernels are still installed is not known: ${release}.`,
  ]);
});

test('the kernels of a folder that is named are examined beside those of the machine, or alone', async () => {
  await writeTree(root, {
    ...{
      ...headerFiles(`lib/modules/${release}/build`, release),
      [`lib/modules/${release}/modules.order`]: '',
    },
    ...headerFiles('own/6.6.1-own/build', '6.6.1-own'),
    ...headerFiles(`own/${release}/build`, release),
  });
  const kernelFolders = [join(root, 'own')];
  expect(await said('kernel-headers', { kernelFolders })).toEqual([
    `ok: ${release}@installed (running): headers are installed.`,
    `ok: ${release}@own: headers are installed.`,
    'ok: 6.6.1-own: headers are installed.',
  ]);
  const alone = { kernelFolders, systemKernels: false };
  for (const id of ['kernel-headers', 'kernel-compilers', 'machine-owner-keys']) {
    const named = (await said(id, alone)).map((line) => /[\d.]+-[\w-]+/.exec(line)?.[0]);
    expect(named, id).toEqual([release, '6.6.1-own']);
  }
  expect(await said('kernel-headers', { kernelFolders: [join(root, 'none')], systemKernels: false })).toEqual(
    ['warning: No kernel was found in /none.'],
  );
});
