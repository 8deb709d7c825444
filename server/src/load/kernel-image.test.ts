import { expect, test } from 'vitest';
import { findPackedKernel, hasDirectEntry } from './kernel-image.ts';

/** A bzImage of three sectors of set-up code, with this payload 16 bytes behind them. */
function imageWith(payload: readonly number[], version = 0x20f): Buffer {
  const image = Buffer.alloc(4 * 512 + 16 + payload.length + 9);
  image.writeUInt8(3, 0x1f1);
  image.write('HdrS', 0x202, 'latin1');
  image.writeUInt16LE(version, 0x206);
  image.writeUInt32LE(16, 0x248);
  image.writeUInt32LE(payload.length, 0x24c);
  Buffer.from(payload).copy(image, 4 * 512 + 16);
  return image;
}

const xz = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0];
const size = [1, 2, 3, 4];

test.each([
  ['gzip', [0x1f, 0x8b, 8, 7], [0x1f, 0x8b, 8, 7]],
  ['xz', [...xz, 7, ...size], [...xz, 7]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd, 7, ...size], [0x28, 0xb5, 0x2f, 0xfd, 7]],
])('a kernel that is packed by %s is found, without the size behind it', (compression, payload, data) => {
  const found = findPackedKernel(imageWith(payload));
  expect([found?.compression, [...(found?.data ?? [])]]).toEqual([compression, data]);
});

test.each([
  ['an unknown compression', imageWith([1, 2, 3, 4, 5, 6])],
  ['an old boot protocol', imageWith([...xz, ...size], 0x207)],
  ['a payload beyond the end', imageWith([...xz, ...size]).subarray(0, 4 * 512)],
  ['another file', Buffer.from('MZ')],
])('no kernel is found in an image with %s', (_what, image) => {
  expect(findPackedKernel(image)).toBeUndefined();
});

/** An ELF file with a segment of notes. */
function kernelWith(...notes: readonly (readonly [name: string, type: number, length: number])[]): Buffer {
  const segment = Buffer.concat(
    notes.map(([name, type, length]) => {
      const padded = (bytes: number) => (bytes + 3) & ~3;
      const note = Buffer.alloc(12 + padded(name.length + 1) + padded(length));
      note.writeUInt32LE(name.length + 1, 0);
      note.writeUInt32LE(length, 4);
      note.writeUInt32LE(type, 8);
      note.write(name, 12, 'latin1');
      return note;
    }),
  );
  const head = Buffer.alloc(64 + 2 * 56);
  head.write('\x7fELF\x02', 0, 'latin1');
  head.writeBigUInt64LE(64n, 32);
  head.writeUInt16LE(56, 54);
  head.writeUInt16LE(2, 56);
  head.writeUInt32LE(1, 64);
  head.writeUInt32LE(4, 120);
  head.writeBigUInt64LE(BigInt(head.length), 128);
  head.writeBigUInt64LE(BigInt(segment.length), 152);
  return Buffer.concat([head, segment]);
}

test('a kernel has a direct entry if a note of Xen names its address', () => {
  expect(hasDirectEntry(kernelWith(['Linux', 1, 5], ['Xen', 6, 6], ['Xen', 18, 4]))).toBe(true);
  expect(hasDirectEntry(kernelWith(['Linux', 18, 4], ['Xen', 6, 6]))).toBe(false);
  expect(hasDirectEntry(Buffer.from('\x7fELF'))).toBe(false);
});

test('a kernel that is cut anywhere is read without a fault', () => {
  const whole = kernelWith(['Linux', 1, 5], ['Xen', 18, 4]);
  for (let at = 0; at < whole.length - 4; at++)
    expect(() => hasDirectEntry(whole.subarray(0, at))).not.toThrow();
});
