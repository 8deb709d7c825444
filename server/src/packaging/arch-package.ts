import { createHash } from 'node:crypto';
import { quoted, shellWord } from '../shell-words.ts';
import { archVersion, packageName } from './distribution-names.ts';
import {
  type DistributionPackage,
  documentsOf,
  installedEntries,
  type PackageFacts,
  textFile,
} from './package-facts.ts';
import { tarArchive } from './tar-archive.ts';

/**
 * A PKGBUILD of Arch Linux and its source. It needs neither scripts nor dependencies on header packages, since the pacman hook that comes
 * with dkms builds the module. Source: Arch Linux's "DKMS package guidelines" and PKGBUILD(5).
 */
export async function archPackage(facts: PackageFacts): Promise<DistributionPackage> {
  const { name, version, maintainer, homepage, licence } = facts;
  const folder = `${name}-${version}`;
  const archive = `${folder}.tar.gz`;
  const bytes = await tarArchive(folder, facts.tree, facts.date);
  const documents = documentsOf(facts.tree);
  const rows = [
    `# Maintainer: ${maintainer.name} <${maintainer.address}>`,
    '',
    `_dkmsname=${quoted(name)}`,
    `_dkmsver=${quoted(version)}`,
    `pkgname=${packageName(name)}-dkms`,
    `pkgver=${archVersion(version)}`,
    'pkgrel=1',
    `pkgdesc=${quoted(`${facts.summary.replace(/\.$/, '')} (DKMS)`)}`,
    "arch=('any')",
    `url=${quoted(homepage ?? '')}`,
    `license=(${quoted(licence || 'GPL-2.0-only')})`,
    "depends=('dkms')",
    'source=("$_dkmsname-$_dkmsver.tar.gz")',
    `sha256sums=('${createHash('sha256').update(bytes).digest('hex')}')`,
    '',
    'package() {',
    '  local dest="$pkgdir/usr/src/$_dkmsname-$_dkmsver"',
    '  cd "$_dkmsname-$_dkmsver"',
    '  install -d "$dest"',
    `  cp -r -- ${installedEntries(facts.tree).map(shellWord).join(' ')} "$dest"`,
    ...documents.licences.map(
      (path) => `  install -Dm644 ${shellWord(path)} -t "$pkgdir/usr/share/licenses/$pkgname"`,
    ),
    '}',
  ];
  return {
    tree: new Map([
      ['PKGBUILD', textFile(`${rows.join('\n')}\n`)],
      [archive, { kind: 'file' as const, bytes, executable: false }],
    ]),
    main: 'PKGBUILD',
    next: { folder: '', command: 'makepkg --syncdeps' },
    notes: [
      ...(licence === '' ? ['No licence was found in the source: check license in PKGBUILD.'] : []),
      ...(homepage === undefined
        ? ['The address of the project is not known: fill in url in PKGBUILD.']
        : []),
    ],
  };
}
