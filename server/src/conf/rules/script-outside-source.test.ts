import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('script-outside-source', text, facts);

describe('script-outside-source', () => {
  it('is found: a program', async () => {
    expect(await check(`${goodConf}PRE_BUILD="cp a b"\n`)).toMatchInlineSnapshot(`
      "warning script-outside-source: PRE_BUILD is no shell command: dkms looks for a file cp in the folder of the build, does not find it, and goes on without it. Name a script of the source, with its arguments behind it, and do in the script what is to be done.
        PRE_BUILD="cp a b"
                  ^^^^^^^^"
    `);
  });

  it('is found: a path', async () => {
    expect(await check(`${goodConf}POST_INSTALL=/usr/bin/foo\n`)).toMatchInlineSnapshot(`
      "warning script-outside-source: POST_INSTALL is no shell command: dkms puts the folder of the source before /usr/bin/foo, does not find it, and goes on without it. Name a script of the source, with its arguments behind it, and do in the script what is to be done.
        POST_INSTALL=/usr/bin/foo
                     ^^^^^^^^^^^^"
    `);
  });

  it('is found: quotes', async () => {
    expect(await check(`${goodConf}POST_ADD="'my script' x"\n`)).toMatchInlineSnapshot(`
      "warning script-outside-source: POST_ADD is no shell command: dkms takes the quotes for a part of the name, does not find it, and goes on without it. Name a script of the source, with its arguments behind it, and do in the script what is to be done.
        POST_ADD="'my script' x"
                 ^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: a script', async () => {
    expect(await check(`${goodConf}PRE_BUILD="./configure --x"\nPOST_INSTALL=setup.sh\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}PRE_BUILD="/$(x)"\n`)).toBe('');
  });
});
