import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseKernelConfig, readKernelConfig } from './kernel-config.ts';

const text = [
  'CONFIG_FIRST=y',
  '# CONFIG_OFF is not set',
  'CONFIG_MODULE=m',
  'CONFIG_MODULE_SIG_HASH="sha\\"256"',
  'CONFIG_HZ=250',
  'CONFIG_CC_VERSION_TEXT=gcc-12 (Debian 12.2.0-14) 12.2.0',
  'CONFIG_EMPTY=""',
  'CONFIG_LAST=y',
].join('\n');

test.each([
  ['CONFIG_FIRST', 'y'],
  ['FIRST', 'y'],
  ['CONFIG_MODULE', 'm'],
  ['CONFIG_OFF', undefined],
  ['CONFIG_MOD', undefined],
  ['IG_MODULE', undefined],
  ['MODULE_SIG_HASH', 'sha"256'],
  ['HZ', '250'],
  ['CC_VERSION_TEXT', 'gcc-12 (Debian 12.2.0-14) 12.2.0'],
  ['EMPTY', ''],
  ['LAST', 'y'],
])('%s is %j', (symbol, value) => {
  expect(parseKernelConfig('/x', text).lookup(symbol)).toBe(value);
});

test('auto.conf, else .config, unless one is asked for', async () => {
  const build = await mkdtemp(join(tmpdir(), 'config-'));
  try {
    expect(await readKernelConfig(build)).toBeUndefined();
    await writeFile(join(build, '.config'), 'CONFIG_A=y\n');
    expect((await readKernelConfig(build))?.path).toBe(join(build, '.config'));
    await mkdir(join(build, 'include/config'), { recursive: true });
    await writeFile(join(build, 'include/config/auto.conf'), 'CONFIG_A=m\n');
    expect((await readKernelConfig(build))?.lookup('A')).toBe('m');
    expect((await readKernelConfig(build, ['.config']))?.lookup('A')).toBe('y');
  } finally {
    await rm(build, { recursive: true });
  }
});
