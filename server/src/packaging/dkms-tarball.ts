import type { DistributionPackage, PackageEntry, PackageFacts } from './package-facts.ts';
import { tarArchive } from './tar-archive.ts';

/**
 * The archive that `dkms mktarball --source-only` makes of a registered module and `dkms ldtarball` reads: the source below
 * `dkms_source_tree`, without hidden files at its top, and an empty `dkms_main_tree`. Source: make_tarball and load_tarball of dkms 2.8.1
 * to 3.4.3.
 */
export async function dkmsTarball(facts: PackageFacts): Promise<DistributionPackage> {
  const main = `${facts.name}-${facts.version}-source-only.dkms.tar.gz`;
  const tree = new Map<string, PackageEntry>();
  for (const [path, entry] of facts.tree)
    if (!path.startsWith('.')) tree.set(`dkms_source_tree/${path}`, entry);
  const bytes = await tarArchive('', tree, facts.date);
  return {
    tree: new Map([[main, { kind: 'file' as const, bytes, executable: false }]]),
    ...{ main, notes: [] },
    next: { folder: '', command: `sudo dkms ldtarball --archive ${main}` },
  };
}
