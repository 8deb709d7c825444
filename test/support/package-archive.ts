import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A signed archive of packages in the layout of Debian's, served on the loopback interface. */
export interface PackageArchive {
  /** The address in front of `/dists`. */
  readonly address: string;
  /** The keys that it is signed with. */
  readonly keyring: string;
  /** The folder that is served. */
  readonly folder: string;
  close(): Promise<void>;
}

/** A package: what it is called and needs, and the files that it holds by their paths. */
export interface PackageText {
  readonly name: string;
  readonly version: string;
  readonly depends?: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Makes an archive of one release, such as `bookworm`, with packages for `architecture`. */
export async function serveArchive(
  folder: string,
  release: string,
  architecture: string,
  packages: readonly PackageText[],
): Promise<PackageArchive> {
  const pool = join(folder, 'archive/pool');
  const lists = join(folder, 'archive/dists', release, 'main', `binary-${architecture}`);
  mkdirSync(pool, { recursive: true });
  mkdirSync(lists, { recursive: true });
  const stanzas = packages.map((one) => makePackage(join(folder, 'made'), pool, architecture, one));
  writeFileSync(join(lists, 'Packages'), stanzas.join('\n'));
  const keyring = sign(folder, join(folder, 'archive/dists', release), release, architecture);
  const server = createServer(({ url = '' }, response) => {
    try {
      response.end(readFileSync(join(folder, 'archive', decodeURIComponent(url))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ address: `http://127.0.0.1:${port}`, keyring, folder: join(folder, 'archive') },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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
    writeFileSync(join(work, path), text);
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
  const home = join(folder, 'keys');
  const keyring = join(folder, 'keyring.gpg');
  mkdirSync(home, { mode: 0o700 });
  const gpg = (...args: readonly string[]) =>
    execFileSync('gpg', ['--homedir', home, '--batch', '--yes', ...args], { stdio: 'pipe' });
  gpg('--passphrase', '', '--quick-generate-key', 'Tests <tests@localhost>', 'rsa2048', 'sign', 'never');
  gpg('--output', keyring, '--export');
  gpg('--output', join(dist, 'InRelease'), '--clearsign', join(dist, 'Release'));
  execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'pipe' });
  return keyring;
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
