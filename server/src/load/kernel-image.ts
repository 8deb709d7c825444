import type { Compression } from './decompress.ts';

/** A kernel inside an image that unpacks itself when it is started. */
export interface PackedKernel {
  readonly compression: Compression;
  readonly data: Uint8Array;
}

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
];

/**
 * Finds the compressed kernel in a bzImage. `undefined` if the image is of another kind, or is compressed in a way that is not known here.
 * Source: Documentation/arch/x86/boot.rst, boot protocol 2.08 (setup_sects, payload_offset, payload_length).
 */
export function findPackedKernel(image: Buffer): PackedKernel | undefined {
  if (image.length < 0x250 || image.toString('latin1', 0x202, 0x206) !== 'HdrS') return undefined;
  if (image.readUInt16LE(0x206) < 0x208) return undefined;
  const setupSectors = image.readUInt8(0x1f1) || 4;
  const start = (setupSectors + 1) * 512 + image.readUInt32LE(0x248);
  const payload = image.subarray(start, start + image.readUInt32LE(0x24c));
  const compression = magics.find(([, magic]) => magic.every((byte, at) => payload[at] === byte))?.[0];
  if (compression === undefined) return undefined;
  // Kbuild appends the unpacked size, four bytes, except to gzip, which has it.
  return { compression, data: compression === 'gzip' ? payload : payload.subarray(0, -4) };
}

/** The note with the address at which a hypervisor starts a kernel. Source: include/xen/interface/elfnote.h of Linux. */
const physicalEntryNote = 18;
const noteSegment = 4;

/** Whether QEMU can start this unpacked kernel (an ELF file of 64 bits) without its image, by the protocol called PVH. */
export function hasDirectEntry(kernel: Buffer): boolean {
  if (kernel.length < 64 || kernel.toString('latin1', 0, 4) !== '\x7fELF' || kernel[4] !== 2) return false;
  const [headers, size, count] = [
    Number(kernel.readBigUInt64LE(32)),
    kernel.readUInt16LE(54),
    kernel.readUInt16LE(56),
  ];
  for (let at = headers; at < headers + count * size; at += size) {
    if (at + 56 > kernel.length) return false;
    if (kernel.readUInt32LE(at) !== noteSegment) continue;
    const start = Number(kernel.readBigUInt64LE(at + 8));
    if (hasPhysicalEntry(kernel.subarray(start, start + Number(kernel.readBigUInt64LE(at + 32)))))
      return true;
  }
  return false;
}

function hasPhysicalEntry(notes: Buffer): boolean {
  const padded = (length: number) => (length + 3) & ~3;
  for (let at = 0; at + 12 <= notes.length; ) {
    const [nameLength, length, type] = [0, 4, 8].map((field) => notes.readUInt32LE(at + field));
    if (nameLength === undefined || length === undefined) return false;
    if (type === physicalEntryNote && notes.toString('latin1', at + 12, at + 15) === 'Xen') return true;
    at += 12 + padded(nameLength) + padded(length);
  }
  return false;
}
