import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readModuleFacts, readModuleImports } from './built-module.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'module-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['64 bit, little endian', 64, true],
  ['64 bit, big endian', 64, false],
  ['32 bit, little endian', 32, true],
  ['32 bit, big endian', 32, false],
] as const)('%s', (_name, bits, isLittleEndian) => {
  test('the vermagic is found', async () => {
    const modinfo = 'license=GPL\0name=hello\0vermagic=6.1.0 SMP preempt mod_unload \0';
    expect(await vermagicOf(elf(bits, isLittleEndian, '.modinfo', modinfo))).toBe(
      '6.1.0 SMP preempt mod_unload',
    );
  });

  test('the other modinfo fields are found, each once', async () => {
    const path = join(folder, 'x.ko');
    writeFileSync(
      path,
      elf(bits, isLittleEndian, '.modinfo', 'alias=a\0alias=b\0depends=\0\0parm=x:a=b (int)\0'),
    );
    const facts = await readModuleFacts(path);
    expect(facts?.modinfo).toEqual({ alias: 'a', depends: '', parm: 'x:a=b (int)' });
    expect(facts?.size).toBeGreaterThan(100);
  });

  test('a module without a vermagic has none', async () => {
    expect(await vermagicOf(elf(bits, isLittleEndian, '.modinfo', 'license=GPL\0'))).toBeUndefined();
    expect(await vermagicOf(elf(bits, isLittleEndian, '.text', 'vermagic=6.1\0'))).toBeUndefined();
  });
});

test('files that are not modules have none', async () => {
  expect(await readModuleImports(join(folder, 'absent.ko'))).toBeUndefined();
  expect(await readModuleFacts(join(folder, 'absent.ko'))).toBeUndefined();
  for (const bytes of [
    '',
    'ELF',
    '\x7fELF',
    '\x7fELF'.padEnd(64, '\xff'),
    'vermagic=6.1'.padEnd(100, '\0'),
  ]) {
    expect(await vermagicOf(Buffer.from(bytes, 'latin1'))).toBeUndefined();
  }
  const whole = elf(64, true, '.modinfo', 'vermagic=6.1\0');
  for (let length = 0; length < whole.length; length += 7) await vermagicOf(whole.subarray(0, length));
});

async function vermagicOf(bytes: Buffer): Promise<string | undefined> {
  const path = join(folder, 'x.ko');
  writeFileSync(path, bytes);
  return (await readModuleFacts(path))?.modinfo.vermagic;
}

/** A file with a section of this name and content, and the section of names. */
function elf(bits: 32 | 64, isLittle: boolean, name: string, content: string): Buffer {
  const names = Buffer.from(`\0.shstrtab\0${name}\0`);
  const data = Buffer.from(content);
  const headerSize = bits === 64 ? 64 : 52;
  const entrySize = bits === 64 ? 64 : 40;
  const table = headerSize + names.length + data.length;
  const file = Buffer.alloc(table + 3 * entrySize);
  const half = (value: number, at: number) =>
    isLittle ? file.writeUInt16LE(value, at) : file.writeUInt16BE(value, at);
  const int = (value: number, at: number) =>
    isLittle ? file.writeUInt32LE(value, at) : file.writeUInt32BE(value, at);
  const word = (value: number, at: number) => {
    if (bits === 32) int(value, at);
    else if (isLittle) file.writeBigUInt64LE(BigInt(value), at);
    else file.writeBigUInt64BE(BigInt(value), at);
  };
  file.write('\x7fELF', 0, 'latin1');
  file[4] = bits === 64 ? 2 : 1;
  file[5] = isLittle ? 1 : 2;
  word(table, bits === 64 ? 40 : 32);
  half(entrySize, bits === 64 ? 58 : 46);
  half(3, bits === 64 ? 60 : 48);
  half(1, bits === 64 ? 62 : 50);
  names.copy(file, headerSize);
  data.copy(file, headerSize + names.length);
  const section = (index: number, nameAt: number, offset: number, size: number) => {
    const at = table + index * entrySize;
    int(nameAt, at);
    word(offset, at + (bits === 64 ? 24 : 16));
    word(size, at + (bits === 64 ? 32 : 20));
  };
  section(1, 1, headerSize, names.length);
  section(2, 11, headerSize + names.length, data.length);
  return file;
}
