import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('version-mismatch', text, facts);

describe('version-mismatch', () => {
  it('is found: the folder', async () => {
    expect(await check(`${goodConf}`, { beside: sourceOf({}, 'hello-1.1') })).toMatchInlineSnapshot(`
      "information version-mismatch: The folder hello-1.1 says version 1.1, and PACKAGE_VERSION says 1.0. dkms takes the folder's when a module is added by name, and this one when a folder is added: make them the same.
        PACKAGE_VERSION="1.0"
                        ^^^^^"
    `);
  });

  it('is found: the source', async () => {
    expect(
      await check(`${goodConf}`, { beside: sourceOf({ 'hello.c': 'MODULE_VERSION("0.9");\n' }) }),
    ).toMatchInlineSnapshot(`
      "information version-mismatch: hello.c says MODULE_VERSION("0.9"), and PACKAGE_VERSION says 1.0. dkms compares MODULE_VERSION when it decides whether a module is newer than the one of the kernel: make them the same if they are meant to be.
        PACKAGE_VERSION="1.0"
                        ^^^^^"
    `);
  });

  it('is not found: the same', async () => {
    expect(await check(`${goodConf}`, { beside: sourceOf({ 'hello.c': 'MODULE_VERSION("v1.0");\n' }) })).toBe(
      '',
    );
  });

  it('is not found: several', async () => {
    expect(
      await check(`${goodConf}`, {
        beside: sourceOf({ 'a.c': 'MODULE_VERSION("1");\n', 'b.c': 'MODULE_VERSION("2");\n' }),
      }),
    ).toBe('');
  });

  it('is not found: a folder that is no version of it', async () => {
    expect(await check(`${goodConf}`, { beside: sourceOf({}, 'hello-dkms') })).toBe('');
  });

  it('is not found: nobody has looked', async () => {
    expect(await check(`${goodConf}`)).toBe('');
  });

  it('is not found, since it is not known: a version that is not known', async () => {
    expect(
      await check('PACKAGE_NAME=hello\nPACKAGE_VERSION=$(x)\n', { beside: sourceOf({}, 'hello-1.1') }),
    ).toBe('');
  });
});
