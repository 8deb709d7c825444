import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PackageTree } from './package-facts.ts';

const block = 512;

/**
 * A compressed archive of a tree below a folder (`hello-1.0`), or at the top if `folder` is empty. It is reproducible: the same bytes for
 * the same tree and date. Names that are too long for a ustar header are in a pax header (POSIX.1-2001) before it. Source: pax(1), "ustar
 * Interchange Format".
 */
export async function tarArchive(folder: string, tree: PackageTree, date: Date): Promise<Buffer> {
  const seconds = Math.floor(date.getTime() / 1000);
  const parts: Uint8Array[] = [];
  const add = (path: string, type: '0' | '2' | '5', mode: number, bytes: Uint8Array, target = '') => {
    const long: string[] = [];
    if (Buffer.byteLength(path) > 100) long.push(record('path', path));
    if (Buffer.byteLength(target) > 100) long.push(record('linkpath', target));
    if (long.length > 0) {
      const data = Buffer.from(long.join(''));
      parts.push(header('././@PaxHeader', 'x', 0o644, data.length, seconds, ''), padded(data));
    }
    parts.push(header(path, type, mode, bytes.length, seconds, target), padded(bytes));
  };
  const root = folder === '' ? '.' : folder;
  const folders = new Set<string>([root]);
  add(`${root}/`, '5', 0o755, new Uint8Array());
  for (const [inside, entry] of tree) {
    const path = `${root}/${inside}`;
    for (let at = path.indexOf('/', root.length + 1); at > 0; at = path.indexOf('/', at + 1)) {
      const above = path.slice(0, at);
      if (folders.has(above)) continue;
      folders.add(above);
      add(`${above}/`, '5', 0o755, new Uint8Array());
    }
    if (entry.kind === 'link') add(path, '2', 0o777, new Uint8Array(), entry.target);
    else add(path, '0', entry.executable ? 0o755 : 0o644, entry.bytes);
  }
  parts.push(new Uint8Array(2 * block));
  // Node writes neither a name nor a time into the gzip header, so the result depends only on the contents.
  return promisify(gzip)(Buffer.concat(parts), { level: 9 });
}

function header(
  path: string,
  type: string,
  mode: number,
  size: number,
  seconds: number,
  target: string,
): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;
  Buffer.from(path).copy(bytes, 0, 0, 100);
  bytes.write(octal(mode, 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(seconds, 12), 136);
  bytes.write(' '.repeat(8), 148);
  bytes.write(type, 156);
  Buffer.from(target).copy(bytes, 157, 0, 100);
  bytes.write('ustar\x0000', 257);
  bytes.write('root', 265);
  bytes.write('root', 297);
  const sum = bytes.reduce((all, one) => all + one, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

/** `LENGTH KEY=VALUE`, where the length counts its own digits as well. */
function record(key: string, value: string): string {
  const text = ` ${key}=${value}\n`;
  const size = Buffer.byteLength(text);
  let length = size + 1;
  while (`${length}`.length + size !== length) length = `${length}`.length + size;
  return `${length}${text}`;
}

function padded(bytes: Uint8Array): Uint8Array {
  const missing = -bytes.length & (block - 1);
  return missing === 0 ? bytes : Buffer.concat([bytes, new Uint8Array(missing)]);
}
