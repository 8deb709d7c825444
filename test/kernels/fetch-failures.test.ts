import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommandLineOptions, runCommandLine, startCommandLine } from '../support/command-line.ts';
import { headerPackages } from '../support/header-packages.ts';
import { needs, noMounts } from '../support/needs.ts';
import { type PackageArchive, serveArchive } from '../support/package-archive.ts';
import { privateMounts } from '../support/surroundings.ts';

const release = '6.1.0-50-amd64';
const ownMounts = privateMounts();

let folder: string;
let cacheFolder: string;
let archive: PackageArchive | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fetch-failures-'));
  cacheFolder = join(folder, 'cache');
});

afterEach(async () => {
  await archive?.close();
  archive = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Serves the kernel; on request, with a large file beside its Makefile that compresses well. */
async function serve(
  options: {
    readonly isLarge?: boolean;
    readonly instead?: (path: string, response: ServerResponse) => boolean;
  } = {},
): Promise<PackageArchive> {
  const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
  const packages = headerPackages(release).map((one) => {
    const large = { [`usr/src/linux-headers-${release}/large`]: 'x'.repeat(40_000_000) };
    return options.isLarge && one.name.endsWith(release)
      ? { ...one, files: { ...one.files, ...large } }
      : one;
  });
  archive = await serveArchive(folder, 'bookworm', architecture, packages, options.instead);
  return archive;
}

function words({ address, keyring }: PackageArchive): readonly string[] {
  return ['kernels', 'get', 'debian-12', '--mirror', address, '--keyring', keyring];
}

function surroundings(more: Pick<CommandLineOptions, 'before'> = {}): CommandLineOptions {
  return { ...more, env: { DKMS_TOOLS_CACHE: cacheFolder } };
}

/** The files of kernels in the cache folder, except lists of packages and locks. */
function leftOver(): readonly string[] {
  return ['', 'root', 'modules', 'names', 'libraries']
    .flatMap((sub) => {
      try {
        return readdirSync(join(cacheFolder, 'kernels', sub)).filter((name) =>
          /^(?:unpack-)?\d|debian/.test(name),
        );
      } catch {
        return [];
      }
    })
    .filter((name) => !name.endsWith('.lock'));
}

test('a download that is cancelled leaves nothing, and succeeds the next time', async () => {
  let isHeld = true;
  const held: ServerResponse[] = [];
  let asked: () => void = () => {};
  const download = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const archive = await serve({
    instead: (path, response) => {
      if (!isHeld || !path.endsWith('.deb')) return false;
      response.writeHead(200, { 'Content-Length': 1_000_000 });
      response.write('half of it');
      held.push(response);
      asked();
      return true;
    },
  });
  const { pid, ended } = startCommandLine(words(archive), surroundings());
  await download;
  process.kill(pid, 'SIGINT');
  const { code, out, err } = await ended;
  expect([code, out], err).toEqual([130, '']);
  expect(err).toMatch(/dkms-tools: cancelled\n$/);
  expect(leftOver()).toEqual([]);
  isHeld = false;
  for (const response of held) response.destroy();
  const again = await runCommandLine(words(archive), surroundings());
  expect([again.code, again.out], again.err).toEqual([
    0,
    `debian-12: ${release} is ready to build against\n`,
  ]);
});

test('of two at once for one kernel, one downloads it and the other waits', async () => {
  const asked: string[] = [];
  const archive = await serve({
    instead: (path) => {
      asked.push(path);
      return false;
    },
  });
  const both = [1, 2].map(() => startCommandLine(words(archive), surroundings()).ended);
  const results = await Promise.all(both);
  const said = results.map(({ out }) => out.replace(`debian-12: ${release} `, '').trim()).sort();
  expect(
    results.map(({ code }) => code),
    results.map(({ err }) => err).join(),
  ).toEqual([0, 0]);
  expect(said).toEqual(['is ready to build against', 'was fetched before']);
  // One of them downloads the lists: once with each suite of updates that this archive lacks, and once without.
  expect(asked.filter((path) => path.endsWith('/bookworm/InRelease'))).toHaveLength(3);
  expect([...leftOver()].sort()).toEqual([release, release, 'debian-12'].sort());
});

test(
  'a full disk is one message, and nothing stays half unpacked',
  needs(!ownMounts && noMounts),
  async () => {
    const archive = await serve({ isLarge: true });
    for (const megabytes of [1, 20]) {
      const mount =
        'mkdir -p "$1" && mount -t tmpfs -o size="$2"m,mode=700 none "$1" && cache=$1 && shift 2 || exit 9';
      const look =
        '"$@"; code=$?; find "$cache/kernels" -path "*unpack-*" -o -path "*/root/*" -o -path "*/modules/*" | sed s/^/left:/; exit $code';
      const before = [
        ...(ownMounts ?? []),
        'sh',
        '-c',
        `${mount}; ${look}`,
        'sh',
        cacheFolder,
        String(megabytes),
      ];
      const { code, out, err } = await runCommandLine(words(archive), surroundings({ before }));
      expect([code, out], err).toEqual([2, '']);
      expect(err.trim().split('\n').at(-1)?.replaceAll(folder, 'TMP')).toMatch(
        /^dkms-tools: (?:debian-12: )?The disk .*is full/,
      );
    }
  },
);
