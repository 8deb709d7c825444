import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type FileServer, serveFiles } from './file-server.ts';
import { forgetSigningKey, makeSigningKey } from './signing-key.ts';

/** A signed archive of packages in the layout of Debian's, served on the loopback interface. */
export interface PackageArchive extends FileServer {
  /** The keys with which it is signed. */
  readonly keyring: string;
  /** The folder that is served. */
  readonly folder: string;
}

/** A package: its name, its dependencies, and its files by path. */
export interface PackageText {
  readonly name: string;
  readonly version: string;
  readonly depends?: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Makes an archive of one release, such as `bookworm`, with packages for `architecture`; `instead` as for `serveFiles`. */
export async function serveArchive(
  folder: string,
  release: string,
  architecture: string,
  packages: readonly PackageText[],
  instead?: (path: string, response: ServerResponse) => boolean,
): Promise<PackageArchive> {
  const pool = join(folder, 'archive/pool');
  const lists = join(folder, 'archive/dists', release, 'main', `binary-${architecture}`);
  mkdirSync(pool, { recursive: true });
  mkdirSync(lists, { recursive: true });
  const stanzas = packages.map((one) => makePackage(join(folder, 'made'), pool, architecture, one));
  writeFileSync(join(lists, 'Packages'), stanzas.join('\n'));
  const keyring = sign(folder, join(folder, 'archive/dists', release), release, architecture);
  const server = await serveFiles(join(folder, 'archive'), instead);
  return { ...server, keyring, folder: join(folder, 'archive') };
}

/** The stanza of the package in the archive's list. */
function makePackage(work: string, pool: string, architecture: string, one: PackageText): string {
  rmSync(work, { recursive: true, force: true });
  const fields = [
    ...[`Package: ${one.name}`, `Version: ${one.version}`, `Architecture: ${architecture}`],
    ...['Maintainer: Tests <tests@localhost>', 'Installed-Size: 10'],
    ...(one.depends === undefined ? [] : [`Depends: ${one.depends}`]),
    'Description: for tests',
  ];
  for (const [path, text] of Object.entries({ ...one.files, 'DEBIAN/control': `${fields.join('\n')}\n` })) {
    mkdirSync(join(work, path, '..'), { recursive: true });
    writeFileSync(join(work, path), text, { mode: path.includes('/scripts/') ? 0o755 : 0o644 });
  }
  const file = join(pool, `${one.name}_${one.version}_${architecture}.deb`);
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', work, file], { stdio: 'pipe' });
  const where = [`Filename: pool/${one.name}_${one.version}_${architecture}.deb`, `SHA256: ${sha256(file)}`];
  return [...fields.slice(0, -1), ...where, `Size: ${statSync(file).size}`, ...fields.slice(-1), ''].join(
    '\n',
  );
}

/** Writes the release file, signed with a new key; the path of the key ring. */
function sign(folder: string, dist: string, release: string, architecture: string): string {
  const list = `main/binary-${architecture}/Packages`;
  const text = [
    ...[`Suite: ${release}`, `Codename: ${release}`, 'Components: main', `Architectures: ${architecture}`],
    ...[`Date: ${new Date().toUTCString()}`, 'SHA256:'],
    ` ${sha256(join(dist, list))} ${statSync(join(dist, list)).size} ${list}`,
    '',
  ].join('\n');
  writeFileSync(join(dist, 'Release'), text);
  const key = makeSigningKey(folder);
  key.gpg('--output', join(dist, 'InRelease'), '--clearsign', join(dist, 'Release'));
  forgetSigningKey(key);
  return key.keyring;
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
