import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cannotAdd, refusalOf } from './namespace-refusal.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'namespace-refusal-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

async function refused(
  files: Readonly<Record<string, string>>,
  said = '',
  missing?: string,
): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const { because, remedy } = await refusalOf(said, missing, root);
  return `${because} ${remedy}`;
}

const denied = 'unshare: write failed /proc/self/uid_map: Operation not permitted\n';

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'Ubuntu 23.10 and later',
    {
      'proc/sys/kernel/apparmor_restrict_unprivileged_userns': '1\n',
      'proc/sys/user/max_user_namespaces': '63000\n',
    },
    'AppArmor does not let your programs mount anything in a namespace of their own (kernel.apparmor_restrict_unprivileged_userns is 1). Run "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"',
  ],
  [
    'Debian 10',
    { 'proc/sys/kernel/unprivileged_userns_clone': '0\n' },
    'This kernel lets only root create user namespaces (kernel.unprivileged_userns_clone is 0). Run "sudo sysctl kernel.unprivileged_userns_clone=1"',
  ],
  [
    'Red Hat 7',
    { 'proc/sys/user/max_user_namespaces': '0\n' },
    'This machine allows no user namespaces (user.max_user_namespaces is 0). Run "sudo sysctl user.max_user_namespaces=15000"',
  ],
  [
    'a container',
    { '.dockerenv': '', 'proc/sys/kernel/apparmor_restrict_unprivileged_userns': '0\n' },
    'This container may not mount anything. Start it with "--cap-add SYS_ADMIN --security-opt apparmor=unconfined"',
  ],
  [
    'anything else',
    {},
    'This system does not let a program mount anything in a namespace of its own (unshare: write failed /proc/self/uid_map: Operation not permitted). Allow user namespaces',
  ],
])('what to allow on %s', async (_where, files, expected) => {
  expect(await refused(files, denied)).toBe(expected);
});

test('a program that is missing, and a folder', async () => {
  const install = 'is not installed. Install the package util-linux';
  expect(await refused({}, '', 'unshare')).toBe(`unshare ${install}`);
  expect(await refused({}, 'dkms-tools: line 4: mount: command not found\n')).toBe(`mount ${install}`);
  expect(await refused({}, `mount: /usr/lib: unknown filesystem type\n${cannotAdd} /lib/modules\n`)).toBe(
    'The folder /lib/modules does not exist. Run "sudo mkdir /lib/modules"',
  );
});
