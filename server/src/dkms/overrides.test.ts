import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDkmsVersion } from '../conf/directives/dkms-version.ts';
import { type OverrideSubject, overrideNames, readOverrides } from './overrides.ts';

const version = (text: string) => parseDkmsVersion(text) ?? expect.unreachable();
const hello: OverrideSubject = { module: 'hello', version: '1.0', kernel: '6.1.0-1', arch: 'x86_64' };

test("the override names in dkms's order", () => {
  expect(overrideNames(hello, version('3.1.5'))).toEqual([
    'hello.conf',
    'hello-1.0.conf',
    'hello-1.0-6.1.0-1.conf',
    'hello-1.0-6.1.0-1-x86_64.conf',
  ]);
});

test('since 3.1.6 those of a kernel for any version of the module come last', () => {
  expect(overrideNames(hello, version('3.1.6')).slice(4)).toEqual([
    'hello--6.1.0-1.conf',
    'hello--6.1.0-1-x86_64.conf',
  ]);
});

test('without a kernel only those for all kernels', () => {
  expect(overrideNames({ module: 'hello', version: '1.0' }, version('3.4.3'))).toEqual([
    'hello.conf',
    'hello-1.0.conf',
  ]);
});

test('a name that would lead out of the folder has no overrides', () => {
  expect(overrideNames({ ...hello, module: '../hello' }, version('3.4.3'))).toEqual([]);
});

test('existing overrides are read, and unreadable ones are reported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'overrides-'));
  try {
    await writeFile(join(folder, 'hello-1.0-6.1.0-1.conf'), 'MAKE="make b"\n');
    await writeFile(join(folder, 'hello.conf'), 'MAKE="make a"\n');
    await writeFile(join(folder, 'other.conf'), 'MAKE="make c"\n');
    await mkdir(join(folder, 'hello-1.0.conf'));
    expect(await readOverrides(hello, version('3.0.10'), folder)).toEqual({
      files: [
        { path: join(folder, 'hello.conf'), text: 'MAKE="make a"\n' },
        { path: join(folder, 'hello-1.0-6.1.0-1.conf'), text: 'MAKE="make b"\n' },
      ],
      unreadable: [join(folder, 'hello-1.0.conf')],
    });
    expect(await readOverrides(hello, version('3.0.10'), join(folder, 'absent'))).toEqual({
      files: [],
      unreadable: [],
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
