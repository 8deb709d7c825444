import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('overwritten-value', text, facts);

describe('overwritten-value', () => {
  it('is found: another value', async () => {
    expect(await check(`${goodConf}AUTOINSTALL="no"\n`)).toMatchInlineSnapshot(`
      "warning overwritten-value: Line 6 sets AUTOINSTALL again, so dkms never sees this value. Delete one of the two, or correct the number in brackets where another element is meant.
        AUTOINSTALL="yes"
        ^^^^^^^^^^^^^^^^^
      - Delete the value that is replaced
        This value replaces it.
        AUTOINSTALL="no"
        ^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: the same value', async () => {
    expect(await check(`${goodConf}AUTOINSTALL="yes"\n`)).toBe('');
  });

  it('is found: a branch above', async () => {
    expect(
      await check(`if [ -n "$A" ]; then MAKE="make a"; fi\n${goodConf}MAKE="make b"\n`),
    ).toMatchInlineSnapshot(`
      "warning overwritten-value: Line 7 sets MAKE again, so dkms never sees this value. Delete one of the two, or correct the number in brackets where another element is meant.
        if [ -n "$A" ]; then MAKE="make a"; fi
                             ^^^^^^^^^^^^^
        This value replaces it.
        MAKE="make b"
        ^^^^^^^^^^^^^"
    `);
  });

  it('is not found: a default that a condition changes', async () => {
    expect(await check(`${goodConf}if [ -n "$A" ]; then AUTOINSTALL=no; fi\n`)).toBe('');
  });

  it('is not found: the former value is used', async () => {
    expect(await check(`${goodConf}PACKAGE_VERSION="\${PACKAGE_VERSION}.1"\n`)).toBe('');
  });

  it('is not found: another element', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_NAME[1]="b"\n`)).toBe('');
  });

  it('is not found: something is added', async () => {
    expect(await check(`${goodConf}PACKAGE_VERSION+=".1"\n`)).toBe('');
  });

  it('is not found: a variable of the file', async () => {
    expect(await check(`A=1\nA=2\n${goodConf}`)).toBe('');
  });

  it('is not found: the file may end between them', async () => {
    expect(await check(`${goodConf}[ -n "$A" ] && return\nAUTOINSTALL="no"\n`)).toBe('');
  });

  it('is not found, since it is not known: the number in brackets', async () => {
    expect(await check(`${goodConf}BUILT_MODULE_NAME[$(x)]="b"\n`)).toBe('');
  });

  it('is not found, since it is not known: a function may use it', async () => {
    expect(await check(`f() { x=$PACKAGE_NAME; }\n${goodConf}f\nPACKAGE_NAME=b\n`)).toBe('');
  });
});
