import { fileURLToPath } from 'node:url';

/** The path of a document that is a file here; `undefined` for an untitled one, one of another machine, and what is no address. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    // Another host, an encoded slash, a broken escape: no file of this machine has such an address.
    return undefined;
  }
}
