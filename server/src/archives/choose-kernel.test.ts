import { describe, expect, test } from 'vitest';
import { aptSuites } from './apt/apt-suites.ts';
import type { ArchivedKernel } from './archived-kernel.ts';
import { chooseKernel } from './choose-kernel.ts';
import { findSuite, suitesOfDistribution } from './suites.ts';

function kernel(release: string, flavour: string, origin: string): ArchivedKernel {
  const version = /^[\d.]+\d/.exec(release)?.[0] ?? '';
  const sizes = { downloadBytes: 0, installedBytes: 0, packages: [] };
  return { release, version, flavour, origin, suite: origin, ...sizes };
}

const kernels = [
  kernel('6.1.0-47-amd64', 'amd64', 'debian-12'),
  kernel('6.12.9+deb13-amd64', 'amd64', 'debian-13'),
  kernel('6.12.118+deb13-amd64', 'amd64', 'debian-13'),
  kernel('6.12.118+deb13-cloud-amd64', 'cloud-amd64', 'debian-13'),
  kernel('7.3.4+deb13-rt-amd64', 'rt-amd64', 'debian-13-backports'),
];

describe('the kernel that is meant', () => {
  test.each([
    ['6.12.118+deb13-cloud-amd64', '6.12.118+deb13-cloud-amd64'],
    ['6.12', '6.12.118+deb13-amd64'],
    ['6.12.9', '6.12.9+deb13-amd64'],
    ['v6.1', '6.1.0-47-amd64'],
    ['debian-13', '6.12.118+deb13-amd64'],
    ['bookworm', '6.1.0-47-amd64'],
    // The only flavour that there is.
    ['7.3', '7.3.4+deb13-rt-amd64'],
    ['6.2', undefined],
    ['ubuntu-24.04', undefined],
    ['', undefined],
  ])('by %j', (wanted, release) => {
    expect(chooseKernel(wanted, kernels)?.release).toBe(release);
  });
});

describe('suites', () => {
  test('are found by each of their names', () => {
    for (const name of [
      'debian-13-backports',
      'trixie-backports',
      'debian-trixie-backports',
      ' Trixie-Backports',
    ]) {
      expect(findSuite(name)?.id).toBe('debian-13-backports');
    }
    expect(findSuite('stretch')).toBeUndefined();
  });

  test('of a distribution hold each release once', () => {
    for (const id of ['debian', 'ubuntu', 'linuxmint']) {
      const codenames = suitesOfDistribution({ id }).map((suite) =>
        suite.format === 'apt' ? suite.codename : '',
      );
      expect(new Set(codenames).size).toBe(codenames.length);
      expect(codenames.length).toBeGreaterThan(3);
    }
    expect(new Set(aptSuites.map(({ id }) => id)).size).toBe(aptSuites.length);
  });

  test.each([
    ['fedora', '43', 'fedora-43'],
    ['fedora', 'rawhide', 'fedora-rawhide'],
    ['almalinux', '9.4', 'almalinux-9'],
    ['rocky', '10.0', 'rocky-10'],
    ['centos', '10', 'centos-10'],
    ['opensuse-leap', '15.6', 'opensuse-leap-15.6'],
    ['opensuse-tumbleweed', '20261101', 'opensuse-tumbleweed'],
    ['arch', '', 'arch'],
  ])('of a machine with %s %s', (id, version, suite) => {
    expect(suitesOfDistribution({ id, version }).map((one) => one.id)).toEqual([suite]);
  });
});
