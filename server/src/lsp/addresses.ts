import { fileURLToPath } from 'node:url';

/**
 * The path of a document that is a file on this machine; `undefined` for an untitled document, one of another machine, and a text that is
 * no address. All spellings of an address give the same path: `foo-1.0%2Bgit` and `foo-1.0+git` are one file.
 */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    // Another host, an encoded slash, a broken escape: no file of this machine has such an address.
    return undefined;
  }
}

/**
 * The address of a file as VS Code spells it: everything is escaped but letters, digits and `-._~/`. Every client understands it, and one
 * that compares addresses as strings most likely spells them like this.
 */
export function addressOf(path: string): string {
  const spelt = encodeURIComponent(path.toWellFormed()).replaceAll('%2F', '/');
  const rest = spelt.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `file://${rest}`;
}

/**
 * How the client spells the addresses of files. Clients differ, from the URL standard and from each other, in which characters they escape.
 * So an address is looked up by its path, and whatever is sent about a file has the spelling that the client used.
 */
export class Addresses {
  /** By path; grows with the files that the client names, and a file keeps its spelling for the session. */
  readonly #spellings = new Map<string, string>();

  /** The client opened a document: from now on this is how its address is spelt. */
  opened(uri: string): void {
    const path = pathOf(uri);
    if (path !== undefined) this.#spellings.set(path, uri);
  }

  /** The client named a file in a request: its address is spelt like that, unless the client has named it before. */
  named(uri: string): void {
    const path = pathOf(uri);
    if (path !== undefined && !this.#spellings.has(path)) this.#spellings.set(path, uri);
  }

  /** The address of a file, to be sent to the client. */
  of(path: string): string {
    return this.#spellings.get(path) ?? addressOf(path);
  }

  /** The client's spelling of the same document; the given one if the document is not a file. */
  spelling(uri: string): string {
    const path = pathOf(uri);
    return path === undefined ? uri : (this.#spellings.get(path) ?? uri);
  }
}
