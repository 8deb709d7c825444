import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('make-prefix-rewritten', text, facts);

describe('make-prefix-rewritten', () => {
  it('is found: another program', async () => {
    expect(await check(`${goodConf}MAKE="makefoo.sh x"\n`)).toMatchInlineSnapshot(`
      "error make-prefix-rewritten: dkms replaces the letters make at the beginning, whatever follows them: it would run "make -j… KERNELRELEASE=…foo.sh" instead of makefoo.sh. Write 'makefoo.sh' in single quotes.
        MAKE="makefoo.sh x"
              ^^^^^^^^^^
      * Write 'makefoo.sh' in single quotes"
    `);
  });

  it('is not found: make itself', async () => {
    expect(await check(`${goodConf}MAKE="make;true"\n`)).toBe('');
  });

  it('is not found: in quotes', async () => {
    expect(await check(`${goodConf}MAKE="'makefoo.sh' x"\n`)).toBe('');
  });

  it('is not found: with its folder', async () => {
    expect(await check(`${goodConf}MAKE="./makefoo.sh x"\n`)).toBe('');
  });

  it('is not found, since it is not known: what follows is not known', async () => {
    expect(await check(`${goodConf}MAKE="make$(x)"\n`)).toBe('');
  });

  it('is mended: single quotes', async () => {
    expect(await fixRule('make-prefix-rewritten', `${goodConf}MAKE="makefoo.sh x"\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="'makefoo.sh' x"
      "
    `);
  });
});
