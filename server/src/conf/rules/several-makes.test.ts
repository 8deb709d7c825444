import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('several-makes', text, facts);

describe('several-makes', () => {
  it('is found: one after the other', async () => {
    expect(await check(`${goodConf}MAKE="make -C a && make -C b"\n`)).toMatchInlineSnapshot(`
      "information several-makes: Only the first make gets -j and KERNELRELEASE from dkms; for a kernel built with clang only the last gets LLVM=1. Let one target of the Makefile build everything, or give each make what it needs.
        MAKE="make -C a && make -C b"
                           ^^^^"
    `);
  });

  it('is found: on two lines', async () => {
    expect(await check(`${goodConf}MAKE="make a &&\nmake b"\n`)).toMatchInlineSnapshot(`
      "information several-makes: Only the first make gets -j and KERNELRELEASE from dkms; for a kernel built with clang only the last gets LLVM=1. Let one target of the Makefile build everything, or give each make what it needs.
        make b"
        ^^^^"
    `);
  });

  it('is not found: one make', async () => {
    expect(await check(`${goodConf}MAKE="make a; true"\n`)).toBe('');
  });

  it('is not found: none that dkms completes', async () => {
    expect(await check(`${goodConf}MAKE="'make' a && 'make' b"\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that comes from elsewhere', async () => {
    expect(await check(`${goodConf}MAKE="make a && $(x)"\n`)).toBe('');
  });
});
