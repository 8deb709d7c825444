/**
 * Whether an absolute path is a folder or lies in it, at any depth: `/usr/src/foo-common` is not in `/usr/src/foo`. Text alone: links
 * are not followed, and `..` is not resolved. Slashes at the end of the folder do not count.
 */
export function isInside(path: string, folder: string): boolean {
  const base = folder.replace(/\/+$/, '');
  return path === folder || path === base || path.startsWith(`${base}/`);
}
