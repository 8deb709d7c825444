import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('readonly-name', text, facts);

describe('readonly-name', () => {
  it('is found: of bash', async () => {
    expect(await check(`${goodConf}UID=0\n`)).toMatchInlineSnapshot(`
      "error readonly-name: UID belongs to bash and can't be set: the shell that reads the file ends here, and every directive is lost. Take another name.
        UID=0
        ^^^"
    `);
  });

  it('is found: of dkms', async () => {
    expect(await check(`${goodConf}CR=x\n`)).toMatchInlineSnapshot(`
      "error readonly-name: CR belongs to dkms and can't be set: the shell that reads the file ends here, and every directive is lost. Take another name.
        CR=x
        ^^"
    `);
  });

  it('is not found: another name', async () => {
    expect(await check(`${goodConf}MY_UID=0\n`)).toBe('');
  });

  it('is not found: a dkms that has it not', async () => {
    expect(await check(`${goodConf}CR=x\n`, { version: '3.0.10' })).toBe('');
  });

  it('is not found: in a shell of its own', async () => {
    expect(await check(`${goodConf}(CR=x)\n`)).toBe('');
  });

  it('is not found, since it is not known: on some path only', async () => {
    expect(await check(`${goodConf}if x; then UID=0; fi\n`)).toBe('');
  });
});
