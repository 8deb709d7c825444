import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testLines } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { type PackageArchive, serveArchive } from '../support/package-archive.ts';

let folder: string;
let cacheFolder: string;

function dkmsTools(...words: readonly string[]) {
  return runCommandLine(words, { env: { DKMS_TOOLS_CACHE: cacheFolder } });
}

/** The files of kernels in the cache folder, except lists of packages and libraries. */
function leftOver(): readonly string[] {
  return ['', 'root', 'modules'].flatMap((sub) => {
    try {
      return readdirSync(join(cacheFolder, 'kernels', sub)).filter((name) => /\d/.test(name));
    } catch {
      return [];
    }
  });
}

// If the test material was fetched, Debian's archive is reachable.
describe('the archive of Debian', needs(!testKernels() && howToGetTestMaterial), () => {
  let releases: readonly string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fetched-kernels-'));
    cacheFolder = join(folder, 'cache');
    const suites = ['debian-11', 'debian-12', 'debian-13-backports'].flatMap((suite) => ['--from', suite]);
    const { code, out, err } = await dkmsTools('kernels', 'get', ...testLines, ...suites, '--format', 'json');
    const { kernels } = JSON.parse(out);
    expect(kernels, err).toEqual(
      testLines.map((wanted) => ({
        ...{ wanted, status: 'ready', wasThere: false, notes: expect.any(Array) },
        release: expect.stringMatching(new RegExp(`^${wanted}\\.`)),
      })),
    );
    expect(code, err).toBe(0);
    releases = kernels.map(({ release }: { release: string }) => release);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has a kernel of each line, which a module builds for', async () => {
    const source = writeHello(join(folder, 'hello'));
    const modules = join(cacheFolder, 'kernels/modules');
    const built = await dkmsTools('build', source, '--all', '--modules', modules, '--format', 'json');
    const { results } = JSON.parse(built.out);
    const ends = results.map(({ kernel, status, built }: never) => [
      kernel,
      status,
      (built as unknown[]).length,
    ]);
    expect(ends, built.out).toEqual([...releases].reverse().map((release) => [release, 'ok', 1]));
  });

  test('is not asked again for a kernel that is there', async () => {
    const { code, out, err } = await dkmsTools(
      'kernels',
      'get',
      ...releases.slice(0, 1),
      '--from',
      'bullseye',
    );
    expect([code, out], err).toEqual([0, expect.stringMatching(/^\S+ was fetched before$/m)]);
    expect(err).not.toContain('downloading');
  });

  test('lists what there is, and what was fetched', async () => {
    const { out, err } = await dkmsTools(
      'kernels',
      '--available',
      '--from',
      'trixie-backports',
      '--format',
      'json',
    );
    const { kernels } = JSON.parse(out);
    expect(kernels.length, err).toBeGreaterThan(5);
    const fetched = kernels.filter((kernel: { fetched: boolean }) => kernel.fetched);
    expect(fetched.map(({ release }: { release: string }) => release)).toEqual(
      [...releases].reverse().filter((release) => release.includes('deb13')),
    );
    expect(fetched[0]).toMatchObject({ flavour: 'amd64', suite: expect.stringMatching(/^debian-13/) });
  });

  test('gives back what a kernel took', async () => {
    const [release = ''] = releases;
    const { code, out, err } = await dkmsTools('kernels', 'remove', release);
    expect([code, out], err).toEqual([0, `${release} removed\n`]);
    expect(leftOver().filter((name) => name.includes(release))).toEqual([]);
    const again = await dkmsTools('kernels', 'remove', release);
    expect(again.code).toBe(2);
    expect(again.err).toContain('was not fetched by DKMS Tools');
  });
});

describe('a faulty archive', () => {
  const release = '6.1.0-99-test';
  const packages = [
    {
      name: `linux-headers-${release}`,
      version: '6.1.99-1',
      depends: 'linux-headers-6.1.0-99-common, linux-kbuild-6.1',
      files: {
        [`usr/src/linux-headers-${release}/Makefile`]:
          'include /usr/src/linux-headers-6.1.0-99-common/Makefile\n',
        [`usr/src/linux-headers-${release}/include/config/auto.conf`]: 'CONFIG_MODULES=y\n',
        [`usr/src/linux-headers-${release}/include/generated/autoconf.h`]: '#define CONFIG_MODULES 1\n',
      },
    },
    {
      name: 'linux-headers-6.1.0-99-common',
      version: '6.1.99-1',
      files: { 'usr/src/linux-headers-6.1.0-99-common/Makefile': 'modules:\n\t@echo cannot build; exit 1\n' },
    },
    { name: 'linux-kbuild-6.1', version: '6.1.99-1', files: { 'usr/lib/linux-kbuild-6.1/README': 'none\n' } },
  ];
  let archive: PackageArchive;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fetched-kernels-'));
    cacheFolder = join(folder, 'cache');
    const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
    archive = await serveArchive(folder, 'bookworm', architecture, packages);
  });

  afterEach(async () => {
    await archive.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function get(wanted: string, { address = archive.address, keyring = archive.keyring } = {}) {
    const where = ['--from', 'debian-12', '--mirror', address, '--keyring', keyring];
    return dkmsTools('kernels', 'get', wanted, ...where);
  }

  test('headers that can’t be built with are not kept', async () => {
    const { code, err } = await get(release);
    expect(code, err).toBe(2);
    expect(err).toMatch(/A module of a few lines can't be built with these headers/);
    expect(leftOver()).toEqual([]);
  });

  test('nothing is taken from one that is signed with another key', async () => {
    const { code, err } = await get(release, { keyring: '/usr/share/keyrings/debian-archive-keyring.gpg' });
    expect([code, err]).toEqual([2, expect.stringMatching(/is not trusted .* nothing was taken from it/)]);
    expect(leftOver()).toEqual([]);
  });

  test('a package that is not the one of the signed list is refused', async () => {
    const [deb = ''] = readdirSync(join(archive.folder, 'pool')).filter((name) => name.includes(release));
    const path = join(archive.folder, 'pool', deb);
    execFileSync('sh', ['-c', `printf X | dd of='${path}' bs=1 seek=200 conv=notrunc status=none`]);
    const { code, err } = await get(release);
    expect([code, err]).toEqual([2, expect.stringMatching(/is not trusted/)]);
    expect(leftOver()).toEqual([]);
  });

  test('a missing package is reported', async () => {
    rmSync(join(archive.folder, 'pool'), { recursive: true });
    const { code, err } = await get(release);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/The archive \S+ can't be read\. apt says: .*404/),
    ]);
    expect(leftOver()).toEqual([]);
  });

  test('one that does not answer is reported', async () => {
    const { address } = archive;
    await archive.close();
    const { code, err } = await get(release, { address });
    expect([code, err]).toEqual([2, expect.stringMatching(/The archive \S+ can't be read/)]);
    archive = await serveArchive(mkdtempSync(join(folder, 'again-')), 'bookworm', 'all', []);
  });

  test('one without the release is reported, and so is one without the kernel', async () => {
    const other = ['--from', 'debian-13', '--mirror', archive.address, '--keyring', archive.keyring];
    const absent = await dkmsTools('kernels', 'get', '6.12', ...other);
    expect([absent.code, absent.err]).toEqual([
      2,
      expect.stringMatching(/does not have Debian 13 \(trixie\)/),
    ]);
    const unknown = await get('6.99');
    expect([unknown.code, unknown.err]).toEqual([
      2,
      expect.stringMatching(/No kernel 6\.99 is in the archives/),
    ]);
  });

  test('a leftover of a killed run does no harm', async () => {
    await get(release);
    writeFileSync(join(cacheFolder, 'kernels', `unpack-${release}`), '');
    const { err } = await get(release);
    expect(err).toMatch(/can't be built with these headers/);
    expect(leftOver()).toEqual([]);
  });
});

test.each([
  [['get'], 'needs the release of a kernel'],
  [['get', '6.1', '--from', 'stretch'], 'no suite is called stretch'],
  [['get', '6.1', '--mirror', 'nowhere'], 'expected an address'],
  [['get', '6.1', '--keyring', '/k'], '--keyring FILE is for the archive'],
  [['remove'], 'needs the release of a kernel'],
  [['fetch'], 'kernels takes no path'],
])('kernels %j is refused with a sentence', async (words, message) => {
  const { code, out, err } = await runCommandLine(['kernels', ...words]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});
