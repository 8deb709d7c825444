import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveFiles } from './file-server.ts';
import type { PackageArchive, PackageText } from './package-archive.ts';
import { forgetSigningKey, makeSigningKey } from './signing-key.ts';

/** Makes repositories of signed packages in the form of Arch Linux's (`<address>/<repository>`), and serves them. */
export async function servePacmanArchive(
  folder: string,
  repositories: Readonly<Record<string, readonly PackageText[]>>,
): Promise<PackageArchive> {
  const key = makeSigningKey(folder);
  const top = join(folder, 'repositories');
  for (const [repository, packages] of Object.entries(repositories)) {
    const into = join(top, repository);
    const entries = join(folder, 'entries', repository);
    mkdirSync(into, { recursive: true });
    mkdirSync(entries, { recursive: true });
    for (const one of packages) {
      const file = makePackage(join(folder, 'made', one.name), into, one);
      key.gpg('--detach-sign', file);
      describePackage(join(entries, `${one.name}-${one.version}`), file, one);
    }
    execFileSync('tar', ['-czf', join(into, `${repository}.db`), '-C', entries, ...readdirSync(entries)], {
      stdio: 'pipe',
    });
  }
  forgetSigningKey(key);
  const server = await serveFiles(top);
  return { ...server, address: `${server.address}/$repo`, keyring: key.keyring, folder: top };
}

function makePackage(work: string, into: string, { name, version, files }: PackageText): string {
  const info = { pkgname: name, pkgver: version, pkgdesc: 'for tests', size: '10', arch: 'x86_64' };
  const lines = Object.entries(info).map(([field, value]) => `${field} = ${value}\n`);
  for (const [path, text] of Object.entries({ ...files, '.PKGINFO': lines.join('') })) {
    mkdirSync(join(work, path, '..'), { recursive: true });
    writeFileSync(join(work, path), text, { mode: path.includes('/scripts/') ? 0o755 : 0o644 });
  }
  const file = join(into, `${name}-${version}-x86_64.pkg.tar.gz`);
  const tops = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))];
  execFileSync('tar', ['-czf', file, '-C', work, '.PKGINFO', ...tops], { stdio: 'pipe' });
  return file;
}

function describePackage(entry: string, file: string, { name, version }: PackageText): void {
  const fields = {
    FILENAME: file.replace(/^.*\//, ''),
    ...{ NAME: name, BASE: name, VERSION: version, DESC: 'for tests', ARCH: 'x86_64' },
    CSIZE: String(statSync(file).size),
    ISIZE: '10',
    SHA256SUM: createHash('sha256').update(readFileSync(file)).digest('hex'),
    ...{ BUILDDATE: '1700000000', PACKAGER: 'Tests' },
  };
  mkdirSync(entry, { recursive: true });
  const text = Object.entries(fields).map(([field, value]) => `%${field}%\n${value}\n\n`);
  writeFileSync(join(entry, 'desc'), text.join(''));
}
