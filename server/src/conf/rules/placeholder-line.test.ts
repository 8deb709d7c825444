import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('placeholder-line', text, facts);

describe('placeholder-line', () => {
  it('is found: with underscores', async () => {
    expect(await check(`${goodConf}__DKMS_MODULES\n`)).toMatchInlineSnapshot(`
      "information placeholder-line: __DKMS_MODULES is a placeholder that something has to fill in before dkms reads the file: as it stands, bash takes it for a command, and dkms prints "command not found".
        __DKMS_MODULES
        ^^^^^^^^^^^^^^"
    `);
  });

  it('is found: with signs', async () => {
    expect(await check(`${goodConf}@MODULES@\n`)).toMatchInlineSnapshot(`
      "information placeholder-line: @MODULES@ is a placeholder that something has to fill in before dkms reads the file: as it stands, bash takes it for a command, and dkms prints "command not found".
        @MODULES@
        ^^^^^^^^^"
    `);
  });

  it('is not found: a function', async () => {
    expect(await check(`__LIST() { :; }\n${goodConf}__LIST\n`)).toBe('');
  });

  it('is not found: a command with arguments', async () => {
    expect(await check(`${goodConf}__LIST a\n`)).toBe('');
  });

  it('is not found, since it is not known: a command that a variable names', async () => {
    expect(await check(`${goodConf}$__LIST\n`)).toBe('');
  });
});
