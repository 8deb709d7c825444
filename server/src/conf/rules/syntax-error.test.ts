import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) => checkRule('syntax-error', text, version ? { version } : {});

describe('syntax-error', () => {
  it('is found where a quote is never closed', async () => {
    expect(await check(`${goodConf}MAKE="make\n`)).toMatchInlineSnapshot(`
      "error syntax-error: Bash stops reading here: the text ends before the closing " of this one. dkms prints bash's complaint and goes on with what was set before; this command and all that follow are lost. Close it where it should end.
        MAKE="make
             ^"
    `);
  });

  it('is found where a block is never closed', async () => {
    expect(await check(`${goodConf}if true; then\n  STRIP=no\n`)).toMatchInlineSnapshot(`
      "error syntax-error: Bash stops reading here: the text ends in the middle of a command. dkms prints bash's complaint and goes on with what was set before; this command and all that follow are lost. Close what is open: if with fi, case with esac, a loop with done, { with }.
          STRIP=no
                 ^"
    `);
  });

  it('is found at a word that bash does not expect', async () => {
    expect(await check(`${goodConf}fi\nSTRIP=no\n`)).toMatchInlineSnapshot(`
      "error syntax-error: Bash stops reading here: fi is not expected here. dkms prints bash's complaint and goes on with what was set before; this command and all that follow are lost. Correct or delete what stands here.
        fi
        ^^"
    `);
  });

  it('is not found for valid bash that parsers stumble over', async () => {
    expect(
      await check(
        `${goodConf}x=$(( 1 << 2 )); [[ a =~ ^(b|c)$ ]]; case a in (b) ;; esac\ny=\${x//[^0-9]/}; z="\${x#a}"\n@VERSION@ #X# __Y__\n`,
      ),
    ).toBe('');
  });
});
