import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('not-an-assignment', text);

describe('not-an-assignment', () => {
  it('is found: a blank in the place of =', async () => {
    expect(await check(`${goodConf}STRIP[0] "no"\n`)).toMatchInlineSnapshot(`
      "warning not-an-assignment: Bash runs STRIP[0] as a command here, and sets nothing. Write STRIP[0]="no", without a blank before the value.
        STRIP[0] "no"
        ^^^^^^^^^^^^^
      * Write STRIP[0]="no""
    `);
  });

  it('is found: a colon', async () => {
    expect(await check(`${goodConf}CLEAN: "make clean"\n`)).toContain('without a blank or a colon');
  });

  it('is found: a comment of C', async () => {
    expect(await check(`// my driver\n${goodConf}`)).toMatchInlineSnapshot(`
      "warning not-an-assignment: // begins no comment in bash: it runs // as a command, and prints an error. Write # at the beginning of the line.
        // my driver
        ^^
      * Write #"
    `);
  });

  it('is not found: an assignment', async () => {
    expect(await check(`${goodConf}CLEAN="make clean" # why\n`)).toBe('');
  });

  it('is not found: blanks around =, of which another rule speaks', async () => {
    expect(await check(`${goodConf}CLEAN = "make clean"\n`)).toBe('');
  });

  it('is not found, since it is not known: the name is put together', async () => {
    expect(await check(`${goodConf}$(x) "make clean"\n`)).toBe('');
  });

  it('is mended: = between the two', async () => {
    expect(await fixRule('not-an-assignment', `${goodConf}STRIP[0] "no"\n`)).toContain('STRIP[0]="no"\n');
  });
});
