import { fileURLToPath } from 'node:url';

/** The path of a document that is a file here; `undefined` for an untitled one, or one of another machine. */
export function pathOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}
