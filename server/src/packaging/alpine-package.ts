import { createHash } from 'node:crypto';
import { quoted, shellWord } from '../shell-words.ts';
import { alpineVersion, packageName } from './distribution-names.ts';
import {
  type DistributionPackage,
  installedEntries,
  type PackageFacts,
  type ShellBuild,
  textFile,
} from './package-facts.ts';
import { tarArchive } from './tar-archive.ts';

/**
 * An AKMBUILD for akms, Alpine Linux's counterpart of dkms, and the APKBUILD that installs it with the source to `/usr/src`, where akms's
 * trigger builds it. Sources: AKMBUILD(5) and akms-build of akms 0.3.0, APKBUILD(5).
 */
export async function alpinePackage(
  facts: PackageFacts,
): Promise<DistributionPackage | { readonly wrong: string }> {
  const { name, version, maintainer, homepage, licence, build } = facts;
  if ('unknown' in build) return { wrong: `AKMBUILD needs the commands of the build: ${build.unknown}` };
  const folder = `${name}-${version}`;
  const archive = `${folder}.tar.gz`;
  const bytes = await tarArchive(folder, facts.tree, facts.date);
  const akmbuild = textFile(akmbuildText(facts, build));
  const sum = (data: Uint8Array) => createHash('sha512').update(data).digest('hex');
  const rows = [
    `# Maintainer: ${maintainer.name} <${maintainer.address}>`,
    `pkgname=${packageName(name)}-src`,
    `pkgver=${alpineVersion(version)}`,
    'pkgrel=0',
    `pkgdesc=${quoted(`${facts.summary.replace(/\.$/, '')} (source for AKMS)`)}`,
    `url=${quoted(homepage ?? '')}`,
    'arch="noarch"',
    `license=${quoted(licence || 'GPL-2.0-only')}`,
    'depends="akms"',
    "# AKMS builds the module on the user's machine.",
    'options="!check"',
    `source=${quoted(`${archive} AKMBUILD`)}`,
    `builddir="$srcdir"/${quoted(folder)}`,
    '',
    'build() {',
    '\t:',
    '}',
    '',
    'package() {',
    `\tlocal dest="$pkgdir/usr/src/${packageName(name)}-$pkgver"`,
    '\tmkdir -p "$dest"',
    `\tcp -r -- ${installedEntries(facts.tree).map(shellWord).join(' ')} "$dest"`,
    '\tinstall -m644 "$srcdir"/AKMBUILD "$dest"/AKMBUILD',
    '}',
    '',
    'sha512sums="',
    `${sum(bytes)}  ${archive}`,
    `${sum(akmbuild.kind === 'file' ? akmbuild.bytes : Buffer.alloc(0))}  AKMBUILD`,
    '"',
  ];
  return {
    tree: new Map([
      ['AKMBUILD', akmbuild],
      ['APKBUILD', textFile(`${rows.join('\n')}\n`)],
      [archive, { kind: 'file' as const, bytes, executable: false }],
    ]),
    main: 'AKMBUILD',
    next: { folder: '', command: 'abuild -r' },
    notes: [
      ...(licence === '' ? ['No licence was found in the source: check license in APKBUILD.'] : []),
      ...(homepage === undefined
        ? ['The address of the project is not known: fill in url in APKBUILD.']
        : []),
      ...(alpineVersion(version) === version
        ? []
        : [`The version ${version} is ${alpineVersion(version)} for Alpine Linux.`]),
    ],
  };
}

function akmbuildText({ name, version, builtModules }: PackageFacts, build: ShellBuild): string {
  const rows = [
    `modname=${packageName(name)}`,
    `modver=${alpineVersion(version)}`,
    `built_modules=${quoted(builtModules.join(' '))}`,
    '',
    'build() {',
    ...build.patches.map(({ file, releases }) => {
      const patch = `patch -p1 -i ${quoted(`patches/${file}`)}`;
      return releases === undefined
        ? `\t${patch}`
        : `\tif echo "$kernel_ver" | grep -Eq ${quoted(releases)}; then ${patch}; fi`;
    }),
    ...(build.preBuild === undefined ? [] : [`\t./${build.preBuild}`]),
    `\t${build.make}`,
    ...(build.postBuild === undefined ? [] : [`\t./${build.postBuild}`]),
    '}',
  ];
  return `${rows.join('\n')}\n`;
}
