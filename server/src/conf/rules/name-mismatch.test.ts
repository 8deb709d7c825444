import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('name-mismatch', text, facts);

describe('name-mismatch', () => {
  it('is found: another name', async () => {
    expect(await check(goodConf, { beside: sourceOf({}, 'hello-dkms-1.0') })).toMatchInlineSnapshot(`
      "information name-mismatch: The folder hello-dkms-1.0 says that the package is hello-dkms, and PACKAGE_NAME says hello. dkms takes the folder's name when a module is added by name, and this one when a folder is added: make them the same.
        PACKAGE_NAME="hello"
                     ^^^^^^^"
    `);
  });

  it('is not found: the same', async () => {
    expect(await check(goodConf, { beside: sourceOf({}, 'hello-1.0') })).toBe('');
  });

  it('is not found: a folder without the version', async () => {
    expect(await check(goodConf, { beside: sourceOf({}, 'greeter') })).toBe('');
  });

  it('is not found, since it is not known: nobody has looked', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found, since it is not known: the version', async () => {
    expect(await check(`PACKAGE_NAME=a\nPACKAGE_VERSION=$(x)\n`, { beside: sourceOf({}, 'hello-1.0') })).toBe(
      '',
    );
  });
});
