import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findInstalledDkms } from './installed-dkms.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dkms-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

/** What is found when the first folder of the PATH has this script. */
async function found(script: string): Promise<string> {
  await writeFile(join(root, 'dkms'), `#!/bin/bash\n${script}\n`);
  await chmod(join(root, 'dkms'), 0o755);
  const dkms = findInstalledDkms(root);
  if (dkms?.path !== join(root, 'dkms')) return 'another or none';
  const { version, debianBackports, isSilentAboutClean } = dkms;
  return `${version.text}${debianBackports ? ' with backports' : ''}${isSilentAboutClean ? ', silent about CLEAN' : ''}`;
}

describe('the version, as the releases write it', () => {
  test.each([
    ['            echo $"dkms:2.8"', '2.8'],
    ['            echo $"dkms-3.0.10"', '3.0.10'],
    ['            echo $"dkms-3.0.10"\nBUILD_EXCLUSIVE_CONFIG=', '3.0.10 with backports'],
    [
      'echo "DKMS (dkms-3.2.2) make.log for $module/$module_version"\nBUILD_EXCLUSIVE_CONFIG=\n            *)  deprecated "CLEAN ($to_source_file)" ;;\n            echo "dkms-3.2.2"',
      '3.2.2',
    ],
    [
      '#            *)  deprecated "CLEAN ($to_source_file)" ;;\n            echo "dkms-3.2.2"',
      '3.2.2, silent about CLEAN',
    ],
    ['            echo "dkms-3.1.7"', '3.1.7'],
    [
      '            *)  deprecated "CLEAN ($to_source_file)" ;;\n            echo "dkms-3.4.3"\nBUILD_EXCLUSIVE_CONFIG=',
      '3.4.3',
    ],
  ])('%j is %s', async (script, version) => {
    expect(await found(script)).toBe(version);
  });
});

test('a script that is not dkms is ignored', async () => {
  expect(await found('exec /opt/dkms "$@"')).toBe('another or none');
});

test('a folder, a huge file and missing folders are ignored', async () => {
  await mkdir(join(root, 'a/dkms'), { recursive: true });
  await mkdir(join(root, 'b'));
  await writeFile(join(root, 'b/dkms'), 'echo "dkms-9.9.9"\n'.padEnd(3_000_000));
  await mkdir(join(root, 'c'));
  await writeFile(join(root, 'c/dkms'), '  echo "dkms-3.1.5"\n');
  const path = ['a', 'b', 'absent', 'c'].map((name) => join(root, name)).join(':');
  expect(findInstalledDkms(path)?.path).toBe(join(root, 'c/dkms'));
});

test('the installed dkms is never run', async () => {
  const canary = join(root, 'canary');
  expect(await found(`touch '${canary}'\n  echo "dkms-3.0.13"`)).toBe('3.0.13');
  await expect(rm(canary)).rejects.toThrow('ENOENT');
});
