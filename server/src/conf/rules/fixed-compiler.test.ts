import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('fixed-compiler', text, facts);

describe('fixed-compiler', () => {
  it('is found: gcc', async () => {
    expect(await check(`${goodConf}MAKE="make CC=gcc-12 KVER=$kernelver"\n`)).toMatchInlineSnapshot(`
      "information fixed-compiler: CC=gcc-12 builds with gcc-12 for every kernel. A kernel wants the compiler that it was built with, and a distribution changes that with time; dkms passes clang on by itself where a kernel was built with it. Leave CC out, unless the module really needs it.
        MAKE="make CC=gcc-12 KVER=$kernelver"
                   ^^^^^^^^^
      - Delete CC=gcc-12"
    `);
  });

  it('is found: clang', async () => {
    expect(await check(`${goodConf}MAKE="make LLVM=1"\n`)).toMatchInlineSnapshot(`
      "information fixed-compiler: LLVM=1 builds with clang for every kernel. A kernel wants the compiler that it was built with, and a distribution changes that with time; dkms passes clang on by itself where a kernel was built with it. Leave LLVM out, unless the module really needs it.
        MAKE="make LLVM=1"
                   ^^^^^^
      - Delete LLVM=1"
    `);
  });

  it('is not found: another variable', async () => {
    expect(await check(`${goodConf}MAKE="make KCC=gcc HOSTCC=gcc"\n`)).toBe('');
  });

  it('is not found: none', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found, since it is not known: a variable', async () => {
    expect(await check(`${goodConf}MAKE="make CC=$CC LD=$(x)"\n`)).toBe('');
  });

  it('is mended: gcc', async () => {
    expect(
      await fixRule('fixed-compiler', `${goodConf}MAKE="make CC=gcc-12 KVER=$kernelver"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make KVER=$kernelver"
      "
    `);
  });
});
