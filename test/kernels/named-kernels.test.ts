import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { headerPackages, splitHeaders } from '../support/header-packages.ts';
import { writeHello } from '../support/hello-module.ts';
import { type PackageArchive, type PackageText, serveArchive } from '../support/package-archive.ts';

let folder: string;
let cacheFolder: string;
const archives: PackageArchive[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'named-kernels-'));
  cacheFolder = join(folder, 'cache');
});

afterEach(async () => {
  await Promise.all(archives.splice(0).map((archive) => archive.close()));
  rmSync(folder, { recursive: true, force: true });
});

function dkmsTools(...words: readonly string[]) {
  return runCommandLine(words, { env: { DKMS_TOOLS_CACHE: cacheFolder } });
}

function debianArchitecture(): string {
  return execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
}

/** An archive with kernels of these releases, as the words of a command. */
async function archiveOf(codename: string, ...releases: readonly string[]): Promise<readonly string[]> {
  const packages = releases.flatMap((release) => headerPackages(release));
  const unique = [...new Map(packages.map((one) => [one.name, one])).values()];
  const archive = await serveArchive(
    mkdtempSync(join(folder, 'archive-')),
    codename,
    debianArchitecture(),
    unique,
  );
  archives.push(archive);
  return ['--mirror', archive.address, '--keyring', archive.keyring];
}

async function standsFor(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { out, err } = await dkmsTools('kernels', '--format', 'json');
  const { kernels } = JSON.parse(out || err) as {
    readonly kernels: readonly {
      readonly release: string;
      readonly status: string;
      readonly standsFor?: readonly string[];
    }[];
  };
  expect(kernels.filter(({ status }) => status !== 'ready')).toEqual([]);
  return Object.fromEntries(kernels.map(({ release, standsFor = [] }) => [release, standsFor]));
}

describe('a name of archives', () => {
  test('means the newest kernel once that was downloaded, and a newer one when it is downloaded again', async () => {
    const first = await archiveOf('bookworm', '6.1.0-50-amd64', '6.1.0-9-amd64', '6.1.0-50-cloud-amd64');
    const got = await dkmsTools('kernels', 'get', 'bookworm', ...first);
    expect([got.code, got.out], got.err).toEqual([
      0,
      'debian-12: 6.1.0-50-amd64 is ready to build against\n',
    ]);
    expect(await standsFor()).toEqual({
      '6.1.0-50-amd64': ['debian-12', 'bookworm', 'debian-bookworm'],
    });
    const second = await archiveOf('bookworm', '6.1.0-51-amd64', '6.1.0-50-amd64');
    const newer = await dkmsTools('kernels', 'get', 'debian-12', ...second);
    expect(newer.out, newer.err).toBe('debian-12: 6.1.0-51-amd64 is ready to build against\n');
    expect(await standsFor()).toEqual({ '6.1.0-51-amd64': expect.any(Array), '6.1.0-50-amd64': [] });
    await dkmsTools('kernels', 'remove', '6.1.0-51-amd64');
    expect(await standsFor()).toEqual({ '6.1.0-50-amd64': [] });
  });

  test('is downloaded by the build that names it, and never unasked', async () => {
    const source = writeHello(join(folder, 'hello'));
    const where = await archiveOf('bookworm', '6.1.0-50-amd64');
    const build = (...words: readonly string[]) =>
      dkmsTools('build', source, '--format', 'json', '--kernel', 'debian-12', ...words);
    const without = await build();
    expect([without.code, without.out]).toEqual([2, '']);
    expect(without.err).toContain('get them with --get, or with dkms-tools kernels get debian-12');
    const match = await dkmsTools('build', source, '--match', 'debian-12');
    expect(match.err).toContain('dkms-tools kernels get debian-12');
    const built = await build('--get', ...where);
    const { results } = JSON.parse(built.out);
    expect(results, built.err).toMatchObject([{ kernel: '6.1.0-50-amd64' }]);
    expect(built.err).toContain('debian-12: 6.1.0-50-amd64 is ready to build against');
    // From now on, it is on this machine.
    const again = await build();
    expect(JSON.parse(again.out).results, again.err).toMatchObject([{ kernel: '6.1.0-50-amd64' }]);
  });

  test('longterm means each of the lines that the archive has', async () => {
    const where = await archiveOf('bookworm', '6.1.0-50-amd64', '6.12.9-amd64', '6.11.4-amd64');
    const { code, out, err } = await dkmsTools('kernels', 'get', 'longterm', '--from', 'bookworm', ...where);
    expect(code, err).toBe(0);
    expect(out.split('\n').sort()).toEqual([
      '',
      'longterm: 6.1.0-50-amd64 is ready to build against',
      'longterm: 6.12.9-amd64 is ready to build against',
    ]);
    const load = await dkmsTools('load', writeHello(join(folder, 'hello')), '--kernel', 'longterm');
    expect([load.code, load.err]).toEqual([
      2,
      expect.stringContaining('longterm stands for several kernels'),
    ]);
  });

  test('of Ubuntu means the kernel that it installs by default, with headers that flavours share', async () => {
    const version = '6.8.0-45';
    const ubuntu = (abi: string): readonly PackageText[] => {
      const shared = `usr/src/linux-headers-${abi}`;
      const files = splitHeaders(`${shared}-generic`, shared, `${abi}-generic`);
      const common = { name: `linux-headers-${abi}`, version: `${abi}.45`, files: files.shared };
      return [
        { ...common, name: `linux-headers-${abi}-generic`, depends: common.name, files: files.own },
        common,
      ];
    };
    const standing = { version: '6.8.0.45.45', files: {}, depends: `linux-headers-${version}-generic` };
    const packages = [
      ...ubuntu(version),
      ...ubuntu('6.14.0-9'),
      { name: 'linux-headers-generic', ...standing },
    ];
    const archive = await serveArchive(folder, 'noble', debianArchitecture(), packages);
    archives.push(archive);
    // The keys of a test, not those of Debian.
    const where = ['--mirror', archive.address, '--keyring', archive.keyring];
    const { code, out, err } = await dkmsTools('kernels', 'get', 'ubuntu-24.04', ...where);
    expect([code, out], err).toEqual([0, 'ubuntu-24.04: 6.8.0-45-generic is ready to build against\n']);
    expect(Object.keys(await standsFor())).toEqual(['6.8.0-45-generic']);
    const strange = [
      '--mirror',
      archive.address,
      '--keyring',
      '/usr/share/keyrings/debian-archive-keyring.gpg',
    ];
    const refused = await dkmsTools('kernels', 'get', 'noble', ...strange);
    expect([refused.code, refused.err]).toEqual([
      2,
      expect.stringContaining('is not trusted for Ubuntu 24.04'),
    ]);
  });

  test('without a kernel in any archive is reported', async () => {
    const where = await archiveOf('bookworm');
    const { code, err } = await dkmsTools('kernels', 'get', 'debian-12', ...where);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('No kernel debian-12 is in the archives of Debian 12 (bookworm).'),
    ]);
  });
});

test.each([
  [['build', '.', '--all', '--get'], '--get needs names of kernels'],
  [['build', '.', '--kernel', '6.1', '--from', 'bookworm'], '--from says where --get is to look; add --get'],
  [['build', '.', '--kernel', '6.1', '--get', '--from', 'stretch'], 'no suite is called stretch'],
])('%j is refused with a sentence', async (words, message) => {
  const { code, out, err } = await dkmsTools(...words);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});
