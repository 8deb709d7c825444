import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('broken-make-command', text, facts);

describe('broken-make-command', () => {
  it('is found: an operator at the end', async () => {
    expect(await check(`${goodConf}MAKE="make all &&"\n`)).toMatchInlineSnapshot(`
      "warning broken-make-command: Bash cannot run this command: the text ends in the middle of a command. dkms ends the build with "Bad return status". Correct the command.
        MAKE="make all &&"
             ^^^^^^^^^^^^^"
    `);
  });

  it('is found: a quote', async () => {
    expect(await check(`${goodConf}MAKE="make CFLAGS='-g all"\n`)).toMatchInlineSnapshot(`
      "warning broken-make-command: Bash cannot run this command: the text ends before the closing ' of this one. dkms ends the build with "Bad return status". Correct the command.
        MAKE="make CFLAGS='-g all"
             ^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is found: a semicolon, in old versions', async () => {
    expect(
      await check(`${goodConf}MAKE="make KVER=$kernelver;"\n`, { version: '3.1.4' }),
    ).toMatchInlineSnapshot(`
      "warning broken-make-command: dkms before 3.1.5 puts a semicolon behind this command, and bash does not take ; and a semicolon together: the build fails. Delete the ; at the end.
        MAKE="make KVER=$kernelver;"
             ^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: a command', async () => {
    expect(await check(`${goodConf}MAKE="make -C src && make KVER=\${kernelver}"\n`)).toBe('');
  });

  it('is not found: a semicolon, in new versions', async () => {
    expect(await check(`${goodConf}MAKE="make;"\n`, { version: '3.1.5' })).toBe('');
  });

  it('is not found: empty', async () => {
    expect(await check(`${goodConf}MAKE=""\n`)).toBe('');
  });

  it('is not found, since it is not known: what a command prints', async () => {
    expect(await check(`${goodConf}MAKE="make $(x) &&"\n`)).toBe('');
  });

  it('is not found, since it is not known: quotes that are read twice', async () => {
    expect(await check(`${goodConf}MAKE="make \\"a &&\\""\n`)).toBe('');
  });
});
