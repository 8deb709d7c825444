import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('curly-quotes', text);

describe('curly-quotes', () => {
  it('is found: around a value', async () => {
    expect(await check(`${goodConf}STRIP[0]=“no”\n`)).toMatchInlineSnapshot(`
      "warning curly-quotes: These quotes are letters to bash: they become a part of STRIP, and a value with blanks ends at the first. Write straight quotes: ".
        STRIP[0]=“no”
                 ^^^^
      * Write "no""
    `);
  });

  it('is found: around one with blanks, which ends at the first', async () => {
    expect(await check(`${goodConf}MAKE=“make all”\n`)).toContain('warning');
  });

  it('is not found: straight quotes, and curly ones inside', async () => {
    expect(await check(`${goodConf}MAKE="make X=“a”"\n`)).toBe('');
  });

  it('is not found: another variable', async () => {
    expect(await check(`${goodConf}TITLE=“a”\n`)).toBe('');
  });

  it('is not found, since it is not known: what a command prints', async () => {
    expect(await check(`${goodConf}STRIP[0]=$(x)\n`)).toBe('');
  });

  it('is mended: straight ones', async () => {
    expect(await fixRule('curly-quotes', `${goodConf}STRIP[0]=“no”\n`)).toContain('STRIP[0]="no"\n');
  });
});
