import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { smallHeaders, splitHeaders } from '../support/header-packages.ts';
import { writeHello } from '../support/hello-module.ts';
import { needs } from '../support/needs.ts';
import type { PackageArchive } from '../support/package-archive.ts';
import { servePacmanArchive } from '../support/pacman-archive.ts';
import { type RpmText, serveRpmArchive } from '../support/rpm-archive.ts';

let folder: string;
let cacheFolder: string;
const archives: PackageArchive[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foreign-archives-'));
  cacheFolder = join(folder, 'cache');
});

afterEach(async () => {
  await Promise.all(archives.splice(0).map((archive) => archive.close()));
  rmSync(folder, { recursive: true, force: true });
});

function lacking(...programs: readonly string[]): string | false {
  const there = (name: string) =>
    ['/usr/bin', '/usr/sbin'].some((place) => {
      try {
        return statSync(join(place, name)).isFile();
      } catch {
        return false;
      }
    });
  const missing = programs.filter((name) => !there(name));
  return missing.length > 0 && `${missing.join(', ')} not installed (npm test installs it)`;
}

async function opened(archive: Promise<PackageArchive>): Promise<PackageArchive> {
  archives.push(await archive);
  return archive;
}

function dkmsTools(...words: readonly string[]) {
  // None of this needs root.
  return runCommandLine(words, { env: { DKMS_TOOLS_CACHE: cacheFolder }, isUnprivileged: true });
}

function kernels(archive: PackageArchive, from: string, ...words: readonly string[]) {
  const where = ['--from', from, '--mirror', archive.address, '--keyring', archive.keyring];
  return dkmsTools('kernels', ...words, ...where);
}

/** The files of kernels in the cache folder, except lists of packages. */
function leftOver(): readonly string[] {
  return ['', 'root', 'modules'].flatMap((sub) => {
    try {
      return readdirSync(join(cacheFolder, 'kernels', sub)).filter((name) => /^(?:unpack-)?\d/.test(name));
    } catch {
      return [];
    }
  });
}

/** Builds hello for a downloaded kernel, and removes that kernel. */
async function buildAndRemove(release: string): Promise<void> {
  const { out } = await dkmsTools('kernels', '--format', 'json');
  expect(JSON.parse(out).kernels).toMatchObject([{ release, status: 'ready' }]);
  const built = await dkmsTools(
    'build',
    writeHello(join(folder, 'hello')),
    '--kernel',
    release,
    '--format',
    'json',
  );
  // The small headers build nothing; the result only shows that make ran with them.
  expect(JSON.parse(built.out).results, built.err).toMatchObject([{ kernel: release }]);
  expect(built.out).not.toMatch(/No such file|No rule to make target/);
  const removed = await dkmsTools('kernels', 'remove', release);
  expect([removed.code, leftOver()], removed.err).toEqual([0, []]);
}

const x86 = { arch: 'x86_64' } as const;
const fedora = (release: string, flavour?: string): RpmText => {
  const [version = '', rest = ''] = release.split('-');
  const called = `${release}.x86_64${flavour === undefined ? '' : `+${flavour}`}`;
  return {
    ...{
      ...x86,
      name: flavour === undefined ? 'kernel-devel' : `kernel-${flavour}-devel`,
      version,
      release: rest,
    },
    files: smallHeaders(`/usr/src/kernels/${called}`, called),
  };
};

describe(
  'an archive of Fedora',
  needs(lacking('dnf', 'createrepo_c', 'rpmbuild', 'rpmsign', 'cpio', 'curl')),
  () => {
    test('has kernels that are listed, downloaded, built for and removed', async () => {
      const archive = await opened(
        serveRpmArchive(folder, [
          fedora('6.11.4-301.fc41'),
          fedora('6.11.4-301.fc41', 'debug'),
          fedora('6.8.5-1.fc41'),
        ]),
      );
      const listed = await kernels(archive, 'fedora-41', '--available', '--format', 'json');
      expect(JSON.parse(listed.out || listed.err).kernels).toMatchObject(
        [
          { release: '6.11.4-301.fc41.x86_64+debug', flavour: 'debug', suite: 'fedora-41', fetched: false },
          { release: '6.11.4-301.fc41.x86_64', flavour: 'x86_64', downloadBytes: expect.any(Number) },
        ].concat(expect.anything()),
      );
      const got = await kernels(archive, 'fedora-41', 'get', 'fedora-41', '6.8');
      expect([got.code, got.out.split('\n').sort()], got.err).toEqual([
        0,
        [
          '',
          '6.8.5-1.fc41.x86_64 is ready to build against',
          'fedora-41: 6.11.4-301.fc41.x86_64 is ready to build against',
        ],
      ]);
      await dkmsTools('kernels', 'remove', '6.8.5-1.fc41.x86_64');
      await buildAndRemove('6.11.4-301.fc41.x86_64');
    });

    test('gives nothing that is signed by others, or by nobody', async () => {
      const archive = await opened(
        serveRpmArchive(folder, [{ ...fedora('6.11.4-301.fc41'), isUnsigned: true }, fedora('6.8.5-1.fc41')]),
      );
      const unsigned = await kernels(archive, 'fedora-41', 'get', '6.11');
      expect([unsigned.code, unsigned.err]).toEqual([
        2,
        expect.stringMatching(/is not trusted, so nothing was taken from it/),
      ]);
      const others = await opened(serveRpmArchive(mkdtempSync(join(folder, 'others-')), []));
      const strange = await kernels({ ...archive, keyring: others.keyring }, 'fedora-41', 'get', '6.8');
      expect([strange.code, strange.err]).toEqual([
        2,
        expect.stringMatching(/is not trusted, so nothing was taken from it/),
      ]);
      expect(leftOver()).toEqual([]);
    });

    test('that lost a package, or does not answer, is reported', async () => {
      const archive = await opened(serveRpmArchive(folder, [fedora('6.11.4-301.fc41')]));
      rmSync(join(archive.folder, 'kernel-devel-6.11.4-301.fc41.x86_64.rpm'));
      const gone = await kernels(archive, 'fedora-41', 'get', '6.11');
      expect([gone.code, gone.err]).toEqual([
        2,
        expect.stringMatching(/can't be downloaded\. curl says: .*404/),
      ]);
      await archives.pop()?.close();
      const silent = await kernels(
        { ...archive, address: `${archive.address}/` },
        'fedora-41',
        'get',
        '6.11',
      );
      expect([silent.code, silent.err]).toEqual([
        2,
        expect.stringMatching(/The archive of Fedora 41 can't be read\. dnf says: /),
      ]);
      expect(leftOver()).toEqual([]);
    });
  },
);

const suse = (edition: string, flavour: string): readonly RpmText[] => {
  const [version = '', release = ''] = edition.split('-');
  const name = edition.replace(/\.\d+$/, '');
  const shared = `/usr/src/linux-${name}`;
  const files = splitHeaders(`${shared}-obj/x86_64/${flavour}`, shared.slice(1), `${name}-${flavour}`);
  const common = Object.fromEntries(Object.entries(files.shared).map(([path, text]) => [`/${path}`, text]));
  return [
    { ...x86, name: `kernel-${flavour}-devel`, version, release, files: files.own },
    { name: 'kernel-devel', arch: 'noarch', version, release, files: common },
  ];
};

describe(
  'an archive of openSUSE',
  needs(lacking('zypper', 'createrepo_c', 'rpmbuild', 'rpmsign', 'cpio')),
  () => {
    test('has kernels that are listed, downloaded, built for and removed', async () => {
      const archive = await opened(serveRpmArchive(folder, suse('6.4.0-150600.23.22.1', 'default')));
      const listed = await kernels(archive, 'opensuse-leap-15.6', '--available', '--format', 'json');
      expect(JSON.parse(listed.out || listed.err).kernels).toMatchObject([
        { release: '6.4.0-150600.23.22-default', flavour: 'default', suite: 'opensuse-leap-15.6' },
      ]);
      const got = await kernels(archive, 'opensuse-leap-15.6', 'get', 'opensuse-leap-15.6');
      expect([got.code, got.out], got.err).toEqual([
        0,
        'opensuse-leap-15.6: 6.4.0-150600.23.22-default is ready to build against\n',
      ]);
      await buildAndRemove('6.4.0-150600.23.22-default');
    });

    test('gives nothing that is signed by others, and is reported if it does not answer', async () => {
      const archive = await opened(serveRpmArchive(folder, suse('6.4.0-150600.23.22.1', 'default')));
      const others = await opened(serveRpmArchive(mkdtempSync(join(folder, 'others-')), []));
      const strange = await kernels(
        { ...archive, keyring: others.keyring },
        'opensuse-leap-15.6',
        'get',
        '6.4',
      );
      expect([strange.code, strange.err]).toEqual([
        2,
        expect.stringMatching(/is not trusted, so nothing was taken from it/),
      ]);
      await others.close();
      archives.pop();
      const silent = await kernels(
        { ...archive, address: others.address },
        'opensuse-leap-15.6',
        'get',
        '6.4',
      );
      expect([silent.code, silent.err]).toEqual([
        2,
        expect.stringMatching(/The archive of openSUSE Leap 15\.6 can't be read\. zypper says: /),
      ]);
      expect(leftOver()).toEqual([]);
    });
  },
);

const arch = (name: string, version: string, release: string) => ({
  ...{ name, version },
  files: smallHeaders(`usr/lib/modules/${release}/build`, release),
});

describe('an archive of Arch Linux', needs(lacking('pacman', 'gpg', 'unshare')), () => {
  const repositories = {
    core: [
      arch('linux-headers', '6.11.5.arch1-1', '6.11.5-arch1-1'),
      arch('linux-lts-headers', '6.6.58-1', '6.6.58-1-lts'),
      { name: 'linux-api-headers', version: '6.10-1', files: { 'usr/include/linux/a.h': '' } },
    ],
    extra: [arch('linux-zen-headers', '6.12.zen1-1', '6.12.0-zen1-1-zen')],
  };

  test('has kernels that are listed, downloaded, built for and removed', async () => {
    const archive = await opened(servePacmanArchive(folder, repositories));
    const listed = await kernels(archive, 'arch', '--available', '--format', 'json');
    expect(JSON.parse(listed.out || listed.err).kernels).toMatchObject([
      { release: '6.12.0-zen1-1-zen', flavour: 'zen', suite: 'arch', fetched: false },
      { release: '6.11.5-arch1-1', flavour: 'arch' },
      { release: '6.6.58-1-lts', flavour: 'lts' },
    ]);
    const got = await kernels(archive, 'arch', 'get', 'arch', '6.6', '6.12');
    expect([got.code, got.out.split('\n').sort()], got.err).toEqual([
      0,
      [
        '',
        '6.12.0-zen1-1-zen is ready to build against',
        '6.6.58-1-lts is ready to build against',
        'arch: 6.11.5-arch1-1 is ready to build against',
      ],
    ]);
    for (const other of ['6.12.0-zen1-1-zen', '6.6.58-1-lts']) await dkmsTools('kernels', 'remove', other);
    await buildAndRemove('6.11.5-arch1-1');
  });

  test('gives nothing that is signed by others, and is reported if it does not answer', async () => {
    const archive = await opened(servePacmanArchive(folder, repositories));
    const others = await opened(servePacmanArchive(mkdtempSync(join(folder, 'others-')), {}));
    const strange = await kernels({ ...archive, keyring: others.keyring }, 'arch', 'get', '6.11');
    expect([strange.code, strange.err]).toEqual([
      2,
      expect.stringMatching(/is not trusted, so nothing was taken from it/),
    ]);
    await others.close();
    archives.pop();
    const silent = await kernels({ ...archive, address: others.address }, 'arch', 'get', '6.11');
    expect([silent.code, silent.err]).toEqual([
      2,
      expect.stringMatching(/The archive of Arch Linux can't be read\. pacman says: /),
    ]);
    expect(leftOver()).toEqual([]);
  });
});
