import { expect, test } from 'vitest';
import { readFreeMemory } from './free-memory.ts';

const megabyte = 1024 ** 2;
const machine = { '/proc/meminfo': 'MemTotal:  8388608 kB\nMemAvailable:  4194304 kB\n' };
const second = (path: string) => ({ '/proc/self/cgroup': `0::${path}\n` });
const first = (path: string) => ({ '/proc/self/cgroup': `12:pids:${path}\n9:memory:${path}\n0::/\n` });
const group = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`/sys/fs/cgroup${folder}/${name}`, text]));

test.each<[string, Record<string, string>, number]>([
  ['a machine without control groups', machine, 4096],
  ['nothing that tells', {}, Number.POSITIVE_INFINITY],
  [
    'a group without a limit',
    { ...machine, ...second('/a'), ...group('/a', { 'memory.max': 'max\n' }) },
    4096,
  ],
  [
    'a group with a limit',
    {
      ...{ ...machine, ...second('/a') },
      ...group('/a', { 'memory.max': `${1024 * megabyte}\n`, 'memory.current': `${300 * megabyte}\n` }),
    },
    724,
  ],
  [
    'its file caches, which the kernel gives up',
    {
      ...{ ...machine, ...second('/a') },
      ...group('/a', {
        ...{ 'memory.max': `${1024 * megabyte}\n`, 'memory.current': `${1000 * megabyte}\n` },
        'memory.stat': `anon ${100 * megabyte}\ninactive_file ${500 * megabyte}\nactive_file ${200 * megabyte}\n`,
      }),
    },
    724,
  ],
  [
    'a limit of a group above, and one that only slows',
    {
      ...{ ...machine, ...second('/slice/a') },
      ...group('/slice/a', { 'memory.max': 'max', 'memory.current': '0' }),
      ...group('/slice', { 'memory.high': `${600 * megabyte}`, 'memory.current': `${100 * megabyte}` }),
    },
    500,
  ],
  [
    'the first version of control groups, in a container that sees the host’s path',
    {
      ...{ ...machine, ...first('/docker/1f3') },
      ...group('/memory', {
        'memory.limit_in_bytes': `${2048 * megabyte}`,
        'memory.usage_in_bytes': `${2000 * megabyte}`,
        'memory.stat': `inactive_file 1\ntotal_inactive_file ${1000 * megabyte}\n`,
      }),
    },
    1048,
  ],
  [
    'a group that is over its limit',
    {
      ...{ ...machine, ...second('/a') },
      ...group('/a', { 'memory.max': '100', 'memory.current': '200' }),
    },
    0,
  ],
])('%s', async (_, files, megabytes) => {
  expect((await readFreeMemory(async (path) => files[path])) / megabyte).toBe(megabytes);
});

test('this machine reports its memory', async () => {
  expect(await readFreeMemory()).toBeGreaterThan(megabyte);
});
