import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveFiles } from './file-server.ts';
import type { PackageArchive } from './package-archive.ts';
import { forgetSigningKey, makeSigningKey } from './signing-key.ts';

/** A package: its name, and its files by absolute path. */
export interface RpmText {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  readonly files: Readonly<Record<string, string>>;
  readonly isUnsigned?: boolean;
}

/** Makes a repository of signed packages as createrepo_c does, and serves it. */
export async function serveRpmArchive(folder: string, packages: readonly RpmText[]): Promise<PackageArchive> {
  const repository = join(folder, 'repository');
  mkdirSync(repository, { recursive: true });
  const key = makeSigningKey(folder);
  for (const one of packages) {
    const file = makeRpm(folder, repository, one);
    if (one.isUnsigned) continue;
    const signer = ['--define', `_gpg_path ${key.home}`, '--define', '_gpg_name Tests'];
    execFileSync('rpmsign', [...signer, '--define', '__gpg /usr/bin/gpg', '--addsign', file], {
      stdio: 'pipe',
    });
  }
  forgetSigningKey(key);
  execFileSync('createrepo_c', ['--quiet', repository], { stdio: 'pipe' });
  return { ...(await serveFiles(repository)), keyring: key.armoured, folder: repository };
}

function makeRpm(folder: string, repository: string, one: RpmText): string {
  const { name, version, release, arch } = one;
  const paths = Object.keys(one.files);
  const spec = join(folder, `${name}.spec`);
  for (const [path, text] of Object.entries(one.files)) {
    mkdirSync(join(folder, 'files', `${name}-${version}`, path, '..'), { recursive: true });
    writeFileSync(join(folder, 'files', `${name}-${version}`, path), text, {
      mode: path.includes('/scripts/') ? 0o755 : 0o644,
    });
  }
  writeFileSync(
    spec,
    [
      ...[
        `Name: ${name}`,
        `Version: ${version}`,
        `Release: ${release}`,
        'Summary: for tests',
        'License: GPL',
      ],
      ...['AutoReqProv: no', '%global __os_install_post %{nil}', '%global debug_package %{nil}'],
      ...['%description', 'for tests', '%install', `mkdir -p %{buildroot}`],
      `cp -a ${join(folder, 'files', `${name}-${version}`)}/. %{buildroot}/`,
      ...['%files', ...paths, ''],
    ].join('\n'),
  );
  const file = `${name}-${version}-${release}.${arch}.rpm`;
  const definitions = {
    _topdir: join(folder, 'top'),
    _rpmdir: repository,
    _build_name_fmt: '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm',
  };
  execFileSync(
    'rpmbuild',
    [
      ...['-bb', '--target', arch, spec],
      ...Object.entries(definitions).flatMap(([macro, value]) => ['--define', `${macro} ${value}`]),
    ],
    { stdio: 'pipe' },
  );
  return join(repository, file);
}
