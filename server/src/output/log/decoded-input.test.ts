import { expect, test } from 'vitest';
import { decodeInput, kindOfText } from './decoded-input.ts';

function decoded(bytes: Buffer): string {
  const { decoder, kind } = decodeInput(bytes);
  expect(kind).toBeUndefined();
  return decoder.decode(bytes);
}

test.each([
  ['UTF-8', Buffer.from('Größe ‘x’', 'utf8')],
  ['UTF-8 with its mark', Buffer.from('\ufeffGröße ‘x’', 'utf8')],
  ['UTF-16 with its mark', Buffer.from('\ufeffGröße ‘x’', 'utf16le')],
  ['UTF-16 without', Buffer.from('Größe ‘x’', 'utf16le')],
  ['UTF-16 the other way round', Buffer.from('\ufeffGröße ‘x’', 'utf16le').swap16()],
  ['Windows', Buffer.from([0x47, 0x72, 0xf6, 0xdf, 0x65, 0x20, 0x91, 0x78, 0x92])],
])('%s is read', (_, bytes) => {
  expect(decoded(bytes)).toBe('Größe ‘x’');
});

test('a character split between chunks is not invalid', () => {
  const bytes = Buffer.from('abc‘', 'utf8').subarray(0, 5);
  expect(decodeInput(bytes).decoder.encoding).toBe('utf-8');
});

test.each([
  ['7f454c4602010100', 'a program or an object file'],
  ['1f8b08', 'compressed by gzip: unpack it first'],
  ['89504e470d0a1a0a', 'a picture: copy the text instead'],
  ['0001020304050607', 'a binary file'],
])('%s is not text', (hex, kind) => {
  expect(decodeInput(Buffer.from(hex, 'hex')).kind).toBe(kind);
});

test.each([
  [' \n\n', 'empty'],
  ['<!doctype html><html>', 'a web page: copy the text of the log from it'],
  ['{"a": 1}', 'JSON'],
  ['PACKAGE_NAME="x"\nPACKAGE_VERSION=1\n', 'a dkms.conf: check it with dkms-tools check'],
  ['obj-m := x.o\n', 'a Makefile'],
  ['#include <linux/module.h>\n', 'C source'],
  ['$ sudo dkms install lamp/1.0\n', 'a command line without its output'],
  ['[me@host lamp]$ make\n', 'a command line without its output'],
  ['It does not work.\n', 'text in which no line comes from make, a compiler, kbuild or dkms'],
])('%j', (text, kind) => {
  expect(kindOfText(text)).toBe(kind);
});
