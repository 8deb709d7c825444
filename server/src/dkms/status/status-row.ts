import { type DkmsVersion, isSince } from '../../conf/directives/dkms-version.ts';

/** One line of `dkms status`: what dkms knows of a module, for one kernel and architecture once it is built. */
export interface StatusRow {
  readonly module: string;
  readonly version: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly state: 'added' | 'built' | 'installed' | 'installed-weak' | 'broken';
  /** Of `installed-weak`: the kernel that it was built for. */
  readonly from?: string;
  /** In dkms's order. Up to 3.1.2, a remark is repeated for each module that it concerns. */
  readonly remarks: readonly StatusRemark[];
}

export type StatusRemark =
  /** dkms has backed up modules of the kernel that the installed ones replace. */
  | 'original-modules'
  /** Not all modules of the dkms.conf are among the built ones. */
  | 'missing-modules'
  /** An installed module is missing or differs from the one that was built. */
  | 'differences';

/** What dkms prints for a remark: until 3.1.2, and since 3.1.3. */
export const remarkTexts: Readonly<Record<StatusRemark, readonly [string, string]>> = {
  'original-modules': ['original_module exists', 'Original modules exist'],
  'missing-modules': [
    'WARNING! Missing some built modules!',
    'Built modules are missing in the kernel modules folder',
  ],
  differences: [
    'WARNING! Diff between built and installed module!',
    'Differences between built and installed modules',
  ],
};

/**
 * The line that a version of dkms prints for a row, without the line end. Source: do_status and module_status_built_extra in the dkms
 * script, 2.8.1 to 3.4.3.
 */
export function statusLine(row: StatusRow, dkms: DkmsVersion): string {
  const { module, version, kernel, arch, state, from } = row;
  const named = isSince(dkms, '2.8.7') || (isSince(dkms, '2.8.6') && kernel !== undefined);
  // Rows of weak modules still have the comma.
  const name = named && state !== 'installed-weak' ? `${module}/${version}` : `${module}, ${version}`;
  const build = [name, kernel, arch].filter((part) => part !== undefined).join(', ');
  const remarks = row.remarks.map((remark) => ` (${remarkTexts[remark][isSince(dkms, '3.1.3') ? 1 : 0]})`);
  return `${build}: ${state}${from === undefined ? '' : ` from ${from}`}${remarks.join('')}`;
}
