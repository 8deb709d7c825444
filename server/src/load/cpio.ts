/** A file, folder or device in an archive; the mode contains its type, as in stat(2). */
export interface ArchiveEntry {
  /** Relative, without `./`. */
  readonly path: string;
  readonly mode: number;
  readonly data?: Uint8Array;
  /** The major and minor numbers of a device. */
  readonly device?: readonly [number, number];
}

/**
 * Makes an archive that the kernel can unpack as its initial file system. A folder must precede what is in it. Source:
 * Documentation/driver-api/early-userspace/buffer-format.rst (`newc`).
 */
export function cpioArchive(entries: readonly ArchiveEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  const all = [...entries, { path: 'TRAILER!!!', mode: 0 }];
  for (const [at, entry] of all.entries()) {
    const { path, mode, data = new Uint8Array(), device: [major, minor] = [0, 0] } = entry as ArchiveEntry;
    const name = Buffer.from(`${path}\0`);
    const numbers = [at + 1, mode, 0, 0, 1, 0, data.length, 0, 0, major, minor, name.length, 0];
    const header = `070701${numbers.map((number) => number.toString(16).padStart(8, '0')).join('')}`;
    parts.push(padded(Buffer.concat([Buffer.from(header), name])), padded(data));
  }
  return Buffer.concat(parts);
}

function padded(bytes: Uint8Array): Uint8Array {
  const missing = -bytes.length & 3;
  return missing === 0 ? bytes : Buffer.concat([bytes, new Uint8Array(missing)]);
}
