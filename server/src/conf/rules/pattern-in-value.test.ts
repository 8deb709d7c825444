import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('pattern-in-value', text, facts);

describe('pattern-in-value', () => {
  it('is found: in the folder of dkms', async () => {
    expect(await check(`${goodConf}MAKE="make && cp src/*.ko ."\n`)).toMatchInlineSnapshot(`
      "information pattern-in-value: dkms prints MAKE through the shell, which replaces src/*.ko by the names of the files that match in the folder where dkms was started. Put it into a script, or write it without a pattern.
        MAKE="make && cp src/*.ko ."
                         ^^^^^^^^"
    `);
  });

  it('is found: a path', async () => {
    expect(await check(`${goodConf}MAKE="ls /lib/modules/*/build x"\n`)).toMatchInlineSnapshot(`
      "information pattern-in-value: dkms prints MAKE through the shell, which replaces /lib/modules/*/build by the names of the files that match. Put it into a script, or write it without a pattern.
        MAKE="ls /lib/modules/*/build x"
                 ^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: the first and the last word', async () => {
    expect(await check(`${goodConf}MAKE="m?ke all *.c"\n`)).toBe('');
  });

  it('is not found: in quotes of the command', async () => {
    expect(await check(`${goodConf}MAKE="make '*.ko' all"\n`)).toBe('');
  });

  it('is not found: one word', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^6\\.[1-9]"\n`)).toBe('');
  });

  it('is not found, since it is not known: what a command prints', async () => {
    expect(await check(`${goodConf}MAKE="make $(ls *.c) all"\n`)).toBe('');
  });
});
