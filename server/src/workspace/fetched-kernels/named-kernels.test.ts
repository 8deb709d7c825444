import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Kernel } from '../../kernels/kernel.ts';
import { chooseKernels } from '../kernels/kernel-selection.ts';
import { type KernelSetEntry, parseKernelPattern, resolveKernelSet } from '../kernels/kernel-set.ts';
import { keepNamedKernels, readNamedKernels, withArchiveNames } from './named-kernels.ts';

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'named-kernels-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

function kernel(release: string, folder = '/lib/modules', status: Kernel['status'] = 'ready'): Kernel {
  const version = /^[\d.]+\d/.exec(release)?.[0] ?? '';
  return {
    ...{ name: release, release, version, arch: 'x86_64', status, running: false },
    buildDir: join(folder, release, 'build'),
  };
}

const fetched = (release: string) => kernel(release, join(cache, 'kernels/modules'));

function entry(text: string): KernelSetEntry {
  const parsed = parseKernelPattern(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

describe('a name of archives', () => {
  test('stands for what it meant when its headers were got, and no more', async () => {
    const kernels = [fetched('6.12.118+deb13-amd64'), fetched('6.1.0-57-amd64'), fetched('6.1.0-50-amd64')];
    expect(await readNamedKernels(cache)).toEqual([]);
    await keepNamedKernels(cache, 'debian-12', ['6.1.0-50-amd64']);
    await keepNamedKernels(cache, 'debian-12', ['6.1.0-57-amd64']);
    const named = await readNamedKernels(cache);
    expect(named).toEqual([{ id: 'debian-12', releases: ['6.1.0-57-amd64'], askedAt: expect.any(Number) }]);
    const with12 = withArchiveNames(kernels, named, cache);
    for (const text of ['debian-12', 'bookworm', 'Debian-Bookworm']) {
      const set = resolveKernelSet([entry(text)], with12);
      expect(set.kernels.map(({ release }) => release)).toEqual(['6.1.0-57-amd64']);
    }
    expect(resolveKernelSet([entry('6.*'), entry('!bookworm')], with12).kernels).toHaveLength(2);
    expect(resolveKernelSet([entry('debian-13')], with12).unmatched).toEqual(['debian-13']);
    expect(chooseKernels({ kind: 'named', names: ['bookworm'] }, with12)).toEqual({
      names: ['6.1.0-57-amd64'],
    });
  });

  test('stands for one tree of a release: the downloaded one, else one that can be built against', async () => {
    await keepNamedKernels(cache, 'debian-12', ['6.1.0-57-amd64']);
    const named = await readNamedKernels(cache);
    const system = kernel('6.1.0-57-amd64');
    const own = fetched('6.1.0-57-amd64');
    const meant = (kernels: readonly Kernel[]) =>
      withArchiveNames(kernels, named, cache).findIndex(({ standsFor }) => standsFor);
    expect(meant([system, own])).toBe(1);
    expect(meant([kernel('6.1.0-57-amd64', '/x', 'broken'), system])).toBe(1);
    expect(meant([kernel('6.1.0-57-amd64', '/x', 'broken')])).toBe(-1);
  });

  test('may stand for several kernels', async () => {
    await keepNamedKernels(cache, 'longterm', ['6.12.118+deb13-amd64', '6.1.0-57-amd64']);
    const kernels = withArchiveNames(
      [fetched('7.3.4+deb13-amd64'), fetched('6.12.118+deb13-amd64'), fetched('6.1.0-57-amd64')],
      await readNamedKernels(cache),
      cache,
    );
    const names = ['6.12.118+deb13-amd64', '6.1.0-57-amd64'];
    expect(chooseKernels({ kind: 'named', names: ['longterm'] }, kernels)).toEqual({ names });
    expect(chooseKernels({ kind: 'match', patterns: [entry('longterm')] }, kernels)).toEqual({ names });
  });

  test('that was never got is said, with the command that gets it', () => {
    const message = expect.stringContaining('dkms-tools kernels get ubuntu-24.04');
    const kernels = [fetched('6.1.0-57-amd64')];
    expect(chooseKernels({ kind: 'named', names: ['ubuntu-24.04'] }, kernels)).toEqual({ wrong: message });
    const patterns = [entry('6.1.*'), entry('ubuntu-24.04')];
    expect(chooseKernels({ kind: 'match', patterns }, kernels)).toEqual({ wrong: message });
  });
});
