import { join } from 'node:path';
import { type DkmsVersion, isSince } from '../conf/directives/dkms-version.ts';
import { isAbsence, readFile } from '../file-system.ts';

/** The facts on which the names of a module's override files depend. */
export interface OverrideSubject {
  readonly module: string;
  readonly version: string;
  /** The kernel's release; without it, only the files for all kernels count. */
  readonly kernel?: string;
  /** As `uname -m` prints it; without it, the files for one architecture do not count. */
  readonly arch?: string;
}

export interface OverrideFile {
  readonly path: string;
  readonly text: string;
}

export interface Overrides {
  /** In the order in which dkms sources them, after the dkms.conf itself. */
  readonly files: readonly OverrideFile[];
  /** Files that exist but could not be read, so that what they set is unknown. */
  readonly unreadable: readonly string[];
}

/** The override files that exist for a module in `folder`, which for dkms is /etc/dkms. */
export async function readOverrides(
  subject: OverrideSubject,
  dkmsVersion: DkmsVersion,
  folder: string,
): Promise<Overrides> {
  const files: OverrideFile[] = [];
  const unreadable: string[] = [];
  for (const name of overrideNames(subject, dkmsVersion)) {
    const path = join(folder, name);
    try {
      files.push({ path, text: await readFile(path, 'utf8') });
    } catch (error) {
      if (!isAbsence(error)) unreadable.push(path);
    }
  }
  return { files, unreadable };
}

/** The names that dkms tries, in its order. The two with a double dash, for every version of the module, exist since 3.1.6. */
export function overrideNames(subject: OverrideSubject, dkmsVersion: DkmsVersion): readonly string[] {
  const { module, version, kernel, arch } = subject;
  // A name with a slash would lead to another folder, and dkms accepts no such module.
  if ([module, version, kernel, arch].some((part) => part?.includes('/')) || module === '') return [];
  const kernels =
    kernel === undefined ? [] : [`-${kernel}`, ...(arch === undefined ? [] : [`-${kernel}-${arch}`])];
  const names = ['', ...kernels].map((suffix) => `${module}-${version}${suffix}`);
  const anyVersion = isSince(dkmsVersion, '3.1.6') ? kernels.map((suffix) => `${module}-${suffix}`) : [];
  return [module, ...names, ...anyVersion].map((name) => `${name}.conf`);
}
