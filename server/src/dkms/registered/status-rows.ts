import { type DkmsVersion, isSince } from '../../conf/directives/dkms-version.ts';
import type { StatusRemark, StatusRow } from '../status/status-row.ts';
import type { FileState } from './installed-files.ts';
import type { RegisteredBuild, RegisteredVersion } from './registered.ts';

/**
 * The rows that a version of dkms prints in `dkms status` for one version of a module, except those of weak modules; `filesOf` says how
 * the files of a build compare with the dkms.conf, if that is known. Source: module_status, is_module_broken, is_module_added and
 * is_module_built in the dkms script, 2.8.1 to 3.4.3.
 */
export function statusRowsOf(
  registered: RegisteredVersion,
  dkms: DkmsVersion,
  filesOf: (build: RegisteredBuild) => FileState | undefined,
): readonly StatusRow[] {
  const { module, version, source, hasSource, builds } = registered;
  const plain = (state: 'added' | 'broken'): StatusRow => ({ module, version, state, remarks: [] });
  // What this user may not see, dkms sees as root.
  const isLink = source.kind === 'link' || source.kind === 'dangling' || source.kind === 'hidden';
  if (isSince(dkms, '3.0.13')) {
    if (source.kind === 'dangling' || (!isLink && hasSource)) return [plain('broken')];
    if (source.kind !== 'link' && source.kind !== 'hidden') return [];
  } else if (!isLink && source.kind !== 'folder') return [];
  const rows = builds.flatMap((build): StatusRow[] => {
    const files = filesOf(build);
    // Up to 3.1.7, a build that lacks a module does not count as built.
    if (!build.modules || (files && files.missing.length > 0 && !isSince(dkms, '3.1.8'))) return [];
    const { kernel, arch, isInstalled } = build;
    const state = isInstalled ? 'installed' : 'built';
    return [{ module, version, kernel, arch, state, remarks: remarksOf(build, files, dkms) }];
  });
  return rows.length > 0 ? rows : [plain('added')];
}

function remarksOf(
  { hasOriginals }: RegisteredBuild,
  files: FileState | undefined,
  dkms: DkmsVersion,
): readonly StatusRemark[] {
  const { missing = [], different = [] } = files ?? {};
  const ofFiles: readonly StatusRemark[] = [
    ...missing.map(() => 'missing-modules' as const),
    ...different.map(() => 'differences' as const),
  ];
  const originals: readonly StatusRemark[] = hasOriginals ? ['original-modules'] : [];
  return [...originals, ...(isSince(dkms, '3.1.3') ? ofFiles.slice(0, 1) : ofFiles)];
}
