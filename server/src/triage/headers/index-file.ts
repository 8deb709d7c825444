import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { HeaderFiles } from './header-folders.ts';
import { type IndexTables, restoreTables } from './index-tables.ts';

/** The headers from which an index on disk was built. */
export interface IndexOrigin {
  readonly release: string;
  readonly folders: HeaderFiles['folders'];
}

/** Increment it whenever the layout or the results of a scan change: indexes of other versions are rebuilt. */
const formatVersion = 3;
const magic = 'dkms-tools header index';

/**
 * Writes an index so that a reader never sees a partial file. Tables that can be derived from others are left out, and names and distances
 * are stored in the form that compresses best: a name that was not seen before is a 0.
 */
export function writeIndexFile(path: string, origin: IndexOrigin, tables: IndexTables): void {
  const { files, fileStart, nameBytes, nameStart, entryName, kind, ownerDistance } = tables;
  const paths = files.map((file) => `${file.path}\t${file.include}`).join('\n');
  const lengths = new Uint8Array(nameStart.length - 1);
  const long: number[] = [];
  for (let name = 0; name < lengths.length; name++) {
    const length = (nameStart[name + 1] as number) - (nameStart[name] as number);
    if (length < 255) lengths[name] = length;
    else {
      lengths[name] = 255;
      long.push(length);
    }
  }
  const back = new Uint32Array(entryName.length);
  let names = 0;
  for (let entry = 0; entry < back.length; entry++) {
    const name = entryName[entry] as number;
    back[entry] = name === names ? 0 : names - name;
    if (name === names) names++;
  }
  const parts = [
    Buffer.from(paths),
    bytesOf(fileStart),
    nameBytes,
    lengths,
    bytesOf(Uint32Array.from(long)),
    bytesOf(back),
    kind,
    bytesOf(ownerDistance),
  ];
  const body = deflateRawSync(Buffer.concat(parts), { level: 3 });
  const head = {
    ...{ magic, formatVersion, origin, bytes: body.length, checksum: crc32(body) },
    parts: parts.map((part) => part.byteLength),
  };
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(draft, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]));
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Reads the index of a kernel; `undefined` if there is none, or one that is cut off, damaged or of another version. */
export function readIndexFile(
  path: string,
): { readonly origin: IndexOrigin; readonly load: () => IndexTables | undefined } | undefined {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch {
    return undefined;
  }
  const headEnd = file.indexOf(0x0a);
  if (headEnd < 0) return undefined;
  const head = parseHead(file.toString('utf8', 0, headEnd));
  if (!head) return undefined;
  const body = file.subarray(headEnd + 1);
  return {
    origin: head.origin,
    load() {
      if (body.length !== head.bytes || crc32(body) !== head.checksum) return undefined;
      const content = inflateRawSync(body);
      const parts: Buffer[] = [];
      let at = 0;
      for (const length of head.parts) {
        parts.push(content.subarray(at, at + length));
        at += length;
      }
      return tablesOf(parts);
    },
  };
}

interface Head {
  readonly origin: IndexOrigin;
  readonly bytes: number;
  readonly checksum: number;
  readonly parts: readonly number[];
}

function parseHead(text: string): Head | undefined {
  try {
    const head = JSON.parse(text) as Partial<Head & { magic: string; formatVersion: number }>;
    return head.magic === magic && head.formatVersion === formatVersion ? (head as Head) : undefined;
  } catch {
    return undefined;
  }
}

function tablesOf(parts: readonly Buffer[]): IndexTables {
  const [paths, fileStart, nameBytes, lengths, long, back, kind, distance] = parts as [...Buffer[]] as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const files = paths.length === 0 ? [] : paths.toString('utf8').split('\n');
  const longLengths = numbersOf(long);
  let longAt = 0;
  const nameStart = new Uint32Array(lengths.length + 1);
  for (let name = 0; name < lengths.length; name++) {
    const length = lengths[name] as number;
    nameStart[name + 1] =
      (nameStart[name] as number) + (length < 255 ? length : (longLengths[longAt++] as number));
  }
  const entryName = numbersOf(back);
  let names = 0;
  for (let entry = 0; entry < entryName.length; entry++) {
    const distanceBack = entryName[entry] as number;
    entryName[entry] = names - distanceBack;
    if (distanceBack === 0) names++;
  }
  return restoreTables({
    ...{ nameStart, entryName, fileStart: numbersOf(fileStart), ownerDistance: shortNumbersOf(distance) },
    ...{ nameBytes: Uint8Array.from(nameBytes), kind: Uint8Array.from(kind) },
    files: files.map((line) => {
      const [path = '', include = ''] = line.split('\t');
      return { path, include };
    }),
  });
}

function bytesOf(numbers: Uint16Array | Uint32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Copies, since a part need not begin where numbers may. */
function numbersOf(part: Buffer): Uint32Array {
  return new Uint32Array(memoryOf(part));
}

function shortNumbersOf(part: Buffer): Uint16Array {
  return new Uint16Array(memoryOf(part));
}

function memoryOf(part: Buffer): ArrayBufferLike {
  return part.buffer.slice(part.byteOffset, part.byteOffset + part.length);
}
