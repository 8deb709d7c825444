import { describe, expect, test } from 'vitest';
import { chooseKernel } from '../choose-kernel.ts';
import { type AptSuite, findAptSuite } from './apt-suites.ts';
import { parseHeaderPackages, sharedPackageNames } from './header-packages.ts';

function stanza(name: string, version: string, depends = '', size = 1000): string {
  return [
    ...[`Package: ${name}`, `Version: ${version}`, `Installed-Size: ${size / 100}`],
    ...(depends === '' ? [] : [`Depends: ${depends}`]),
    ...['Description: headers', ' of several lines', `Size: ${size}`],
  ].join('\n');
}

const debian = [
  stanza(
    'linux-headers-6.12.9+deb13-amd64',
    '6.12.9-1',
    'linux-base (>= 4.12~), linux-headers-6.12.9+deb13-common (= 6.12.9-1), linux-image-6.12.9+deb13-amd64 (= 6.12.9-1) | linux-image-6.12.9+deb13-amd64-unsigned (= 6.12.9-1), linux-kbuild-6.12.9+deb13, gcc-14',
  ),
  stanza('linux-headers-6.12.9+deb13-common', '6.12.9-1', '', 20_000),
  stanza('linux-kbuild-6.12.9+deb13', '6.12.9-1', 'libc6 (>= 2.38)', 3000),
];

const ubuntu = [
  stanza(
    'linux-headers-6.8.0-45-generic',
    '6.8.0-45.45',
    'linux-headers-6.8.0-45, libc6 (>= 2.38), libelf1t64 (>= 0.144)',
  ),
  stanza('linux-headers-6.8.0-45', '6.8.0-45.45', 'coreutils', 9000),
  stanza('linux-headers-6.5.0-9-lowlatency', '6.5.0-9.9', 'linux-hwe-6.5-headers-6.5.0-9, libc6'),
  stanza('linux-hwe-6.5-headers-6.5.0-9', '6.5.0-9.9', 'coreutils', 8000),
];

function suite(name: string): AptSuite {
  const found = findAptSuite(name);
  if (!found) throw new Error(name);
  return found;
}

describe('kernels by their packages', () => {
  test('of Debian are spread over headers, shared headers and programs', () => {
    expect(parseHeaderPackages(debian.join('\n\n'), suite('trixie'))).toEqual([
      {
        release: '6.12.9+deb13-amd64',
        version: '6.12.9',
        flavour: 'amd64',
        suite: 'debian-13',
        origin: 'debian-13',
        packages: [
          { name: 'linux-headers-6.12.9+deb13-amd64', version: '6.12.9-1' },
          { name: 'linux-headers-6.12.9+deb13-common', version: '6.12.9-1' },
          { name: 'linux-kbuild-6.12.9+deb13', version: '6.12.9-1' },
        ],
        downloadBytes: 24_000,
        installedBytes: 240 * 1024,
      },
    ]);
  });

  test('are marked if the distribution installs their line by default', () => {
    const kernel = (abi: string, version: string) => [
      stanza(`linux-headers-${abi}-amd64`, version, `linux-headers-${abi}-common`),
      stanza(`linux-headers-${abi}-common`, version),
    ];
    const printed = [
      ...kernel('6.12.90+deb12', '6.12.90-1'),
      ...kernel('6.1.0-57', '6.1.200-1'),
      ...kernel('6.1.0-50', '6.1.176-1'),
      ...kernel('6.12.95+deb12', '6.12.95-1~bpo12+1'),
      stanza(
        'linux-headers-amd64',
        '6.12.95-1~bpo12+1',
        'linux-headers-6.12.95+deb12-amd64 (= 6.12.95-1~bpo12+1)',
      ),
      stanza('linux-headers-amd64', '6.1.190-1', 'linux-headers-6.1.0-56-amd64 (= 6.1.190-1)'),
      stanza('linux-headers-amd64', '6.1.176-1', 'linux-headers-6.1.0-50-amd64 (= 6.1.176-1)'),
    ];
    const found = parseHeaderPackages(printed.join('\n\n'), suite('bookworm-backports'));
    expect(found.map(({ release, origin, isDefaultLine }) => [release, origin, isDefaultLine])).toEqual([
      ['6.12.90+deb12-amd64', 'debian-12', undefined],
      ['6.1.0-57-amd64', 'debian-12', true],
      ['6.1.0-50-amd64', 'debian-12', true],
      ['6.12.95+deb12-amd64', 'debian-12-backports', true],
    ]);
    expect(chooseKernel('debian-12', found)?.release).toBe('6.1.0-57-amd64');
    expect(chooseKernel('6.12', found)?.release).toBe('6.12.95+deb12-amd64');
  });

  test('of Ubuntu share headers of two kinds of names', () => {
    const kernels = parseHeaderPackages(ubuntu.join('\n\n'), suite('noble'));
    expect(kernels.map(({ release, flavour, packages }) => [release, flavour, packages.length])).toEqual([
      ['6.8.0-45-generic', 'generic', 2],
      ['6.5.0-9-lowlatency', 'lowlatency', 2],
    ]);
  });

  test('are not those that only lead to the newest of a line', () => {
    const newest = stanza(
      'linux-headers-6.12-amd64',
      '6.12.9-1',
      'linux-headers-6.12.9+deb13-amd64 (= 6.12.9-1)',
    );
    const kernels = parseHeaderPackages([newest, ...debian].join('\n\n'), suite('trixie'));
    expect(kernels.map(({ release }) => release)).toEqual(['6.12.9+deb13-amd64']);
  });

  test('are left out where a part of them is not in the archive', () => {
    expect(parseHeaderPackages(debian.slice(0, 2).join('\n\n'), suite('trixie'))).toEqual([]);
  });

  test('belong to the release where their version is no backport', () => {
    const backport = debian.map((text) => text.replaceAll('6.12.9-1', '6.12.9-1~bpo13+1'));
    const origins = [debian, backport].flatMap((texts) =>
      parseHeaderPackages(texts.join('\n\n'), suite('trixie-backports')).map(({ origin }) => origin),
    );
    expect(origins).toEqual(['debian-13', 'debian-13-backports']);
  });
});

test('the packages to ask for next are those that the headers need', () => {
  expect(sharedPackageNames([...debian, ...ubuntu].join('\n\n'))).toEqual([
    'linux-headers-6.12.9+deb13-common',
    'linux-kbuild-6.12.9+deb13',
    'linux-headers-6.8.0-45',
    'linux-hwe-6.5-headers-6.5.0-9',
  ]);
});
