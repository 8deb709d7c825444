import { basename, sep } from 'node:path';
import { isInside } from '../is-inside.ts';
import { type FolderWatcher, type FolderWatcherOptions, watchFolders } from './folder-watcher.ts';

/**
 * Calls `onChange` when a kernel may have been installed or removed: a folder appeared or disappeared in one of `folders`
 * (those of `kernelFolders`), or a file or a link that `isKernelEntry` knows in such a folder. Header trees are never entered.
 */
export function watchKernels(
  folders: readonly string[],
  onChange: () => void,
  options: FolderWatcherOptions = {},
): Promise<FolderWatcher> {
  return watchFolders(folders, isOfKernel, onChange, options);
}

/** Whether a path is a kernel's folder in a wanted folder, or an entry of it that `isKernelEntry` knows. */
function isOfKernel(path: string, wanted: readonly string[]): boolean {
  return wanted.some((folder) => {
    if (!isInside(path, folder)) return false;
    const parts = path.slice(folder.length).split(sep).filter(Boolean);
    if (parts.length === 1) return mayBeKernel(folder, basename(path));
    return parts.length === 2 && mayBeKernel(folder, parts[0] ?? '') && isKernelEntry(parts[1] ?? '');
  });
}

/** Leaves out other entries of /usr/src, such as the sources of the drivers that dkms builds, which may change often. */
function mayBeKernel(folder: string, name: string): boolean {
  return basename(folder) !== 'src' || /^(?:linux-.*|kernels)$/.test(name);
}

/** Entries of a kernel's folder that appear and disappear with its headers: the link of a module folder, top-level files of the headers. */
function isKernelEntry(name: string): boolean {
  return /^(?:build|Makefile|\.config|\.kernelvariables|Module\.symvers)$/.test(name);
}
