import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('no-source-beside', text, facts);

describe('no-source-beside', () => {
  it('is found: nothing else', async () => {
    expect(await check(goodConf, { beside: sourceOf({ 'dkms.conf': '' }) })).toMatchInlineSnapshot(`
      "information no-source-beside: dkms.conf is alone in its folder. dkms add takes this folder as the whole source, and dkms build then stops, because there is no source in it. Put the dkms.conf beside the Makefile.
        PACKAGE_NAME="hello"
        ^^^^^^^^^^^^"
    `);
  });

  it('is found: only hidden files', async () => {
    expect(
      await check(goodConf, { beside: sourceOf({ 'dkms.conf': '', '.gitignore': '' }) }),
    ).toMatchInlineSnapshot(`
      "information no-source-beside: dkms.conf is alone in its folder. dkms add takes this folder as the whole source, and dkms build then stops, because there is no source in it. Put the dkms.conf beside the Makefile.
        PACKAGE_NAME="hello"
        ^^^^^^^^^^^^"
    `);
  });

  it('is not found: a Makefile', async () => {
    expect(await check(goodConf, { beside: sourceOf({ 'dkms.conf': '', Makefile: '' }) })).toBe('');
  });

  it('is not found: a folder of another name, from which packages are made', async () => {
    expect(await check(goodConf, { beside: sourceOf({ 'dkms.conf': '' }, 'packaging') })).toBe('');
  });

  it('is not found: a folder', async () => {
    expect(await check(goodConf, { beside: sourceOf({ 'dkms.conf': '', 'src/a.c': '' }) })).toBe('');
  });

  it('is not found, since it is not known: the version', async () => {
    expect(
      await check('PACKAGE_NAME=hello\nPACKAGE_VERSION=$(x)\n', { beside: sourceOf({ 'dkms.conf': '' }) }),
    ).toBe('');
  });

  it('is not found, since it is not known: nobody has looked', async () => {
    expect(await check(goodConf)).toBe('');
  });
});
