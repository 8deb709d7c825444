import { join, sep } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { type FolderWatcher, type FolderWatcherOptions, watchFolders } from '../../kernels/folder-watcher.ts';
import type { DkmsTrees } from '../trees.ts';

/**
 * Calls `onChange` when what is registered with dkms may have changed. Watches dkms's tree, the source tree, the kernels' folders in the
 * install tree, and /etc/dkms (`overridesFolder`). Of what a running build writes, only its log counts.
 */
export function watchRegistered(
  trees: DkmsTrees,
  overridesFolder: string,
  onChange: () => void,
  options: FolderWatcherOptions = {},
): Promise<FolderWatcher> {
  const { dkmsTree, sourceTree, installTree } = trees;
  const watched = [
    ...[dkmsTree, sourceTree, installTree, overridesFolder],
    join(overridesFolder, 'framework.conf.d'),
  ];
  const isOfInterest = [isOfState, isOfSources, isOfKernel, isOfOverrides, isOfOverrides];
  return watchFolders(
    watched,
    (path, folders) =>
      // `folders` are in the order of `watched`; paths that links make one folder appear once.
      folders.some((folder, at) => {
        if (!isInside(path, folder)) return false;
        const parts = path.slice(folder.length).split(sep).filter(Boolean);
        return folders.length === watched.length
          ? isOfInterest[at]?.(parts) === true
          : isOfInterest.some((isOf) => isOf(parts));
      }),
    onChange,
    options,
  );
}

/** `MODULE/VERSION/KERNEL/ARCH/{log,module}/FILE`, `MODULE/VERSION/{source,build}` and `MODULE/kernel-…`. */
function isOfState(parts: readonly string[]): boolean {
  const [, , kernel = '', , kind = ''] = parts;
  if (parts.length <= 3) return true;
  if (kernel === 'build') return parts.length === 4 && parts[3] === 'make.log';
  if (!/^\d+\./.test(kernel)) return false;
  return parts.length === 4 || (parts.length <= 6 && (kind === 'log' || kind === 'module'));
}

/** `NAME-VERSION/dkms.conf`; headers are in the same folder. */
function isOfSources([name = '', file]: readonly string[]): boolean {
  return !/^linux-/.test(name) && (file === undefined || file === 'dkms.conf');
}

/** The folders into which dkms installs modules, and the files that show whether the kernel is installed. */
function isOfKernel(parts: readonly string[]): boolean {
  const [, kind = ''] = parts;
  if (parts.length === 1) return true;
  if (/^(?:updates|extra|weak-updates)$/.test(kind)) return parts.length <= 5;
  return parts.length === 2 && /^(?:kernel|build|modules\.order|modules\.builtin|vmlinuz)$/.test(kind);
}

function isOfOverrides(parts: readonly string[]): boolean {
  return parts.length === 1 && /\.conf$|^framework\.conf\.d$|^no-autoinstall$/.test(parts[0] ?? '');
}
