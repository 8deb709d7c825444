import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (files: Readonly<Record<string, string>>, directive = 'PRE_BUILD="configure.sh fast"') =>
  checkRule('script-interpreter', `${goodConf}${directive}\n`, { beside: sourceOf(files) });

describe('script-interpreter', () => {
  it('is found: line ends of Windows', async () => {
    expect(await check({ 'configure.sh': '#!/bin/sh\r\nexit 0\r\n' })).toMatchInlineSnapshot(`
      "warning script-interpreter: configure.sh cannot be started: its lines end as in Windows, and the carriage return counts to the name of the interpreter. With PRE_BUILD, the build ends there since dkms 3.1.5. Save the script with the line ends of Unix.
        PRE_BUILD="configure.sh fast"
                  ^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is found: no absolute path', async () => {
    expect(await check({ 'post.sh': '#!bash\n' }, 'POST_INSTALL=post.sh')).toMatchInlineSnapshot(`
      "warning script-interpreter: post.sh cannot be started: #!bash is no absolute path. With POST_INSTALL, what it is to do is not done. Write an absolute path, such as #!/bin/sh.
        POST_INSTALL=post.sh
                     ^^^^^^^"
    `);
  });

  it('is not found: a shell', async () => {
    expect(await check({ 'configure.sh': '#! /bin/sh -e\n' })).toBe('');
  });

  it('is not found: none, so that bash runs it', async () => {
    expect(await check({ 'configure.sh': 'exit 0\r\n' })).toBe('');
  });

  it('is not found: a script that the file does not name', async () => {
    expect(await check({ 'other.sh': '#!/bin/sh\r\n' })).toBe('');
  });

  it('is not found, since it is not known: which script it is', async () => {
    expect(await check({ 'configure.sh': '#!/bin/sh\r\n' }, 'PRE_BUILD="$SCRIPT"')).toBe('');
  });

  it('is not found, since it is not known: a patch may change it', async () => {
    expect(await check({ 'configure.sh': '#!/bin/sh\r\n' }, 'PRE_BUILD=configure.sh\nPATCH=a.patch')).toBe(
      '',
    );
  });
});
