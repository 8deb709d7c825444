import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('command-runs-when-read', text);

describe('command-runs-when-read', () => {
  it('is found: backticks', async () => {
    expect(await check(`${goodConf}MAKE=\`make KVER=$kernelver\`\n`)).toMatchInlineSnapshot(`
      "warning command-runs-when-read: This runs the command each time that dkms reads the file, in whatever folder it is started in, and takes what it prints for MAKE. Write the command in double quotes, so that dkms runs it when it builds.
        MAKE=\`make KVER=$kernelver\`
             ^^^^^^^^^^^^^^^^^^^^^^
      * Write "make KVER=$kernelver""
    `);
  });

  it('is found: $( ) for CLEAN', async () => {
    expect(await check(`${goodConf}CLEAN="$(make clean)"\n`)).toContain('warning');
  });

  it('is not found: a part of a command', async () => {
    expect(await check(`${goodConf}MAKE="make -j$(nproc)"\n`)).toBe('');
  });

  it('is not found, since it is not known: a program that may print the command', async () => {
    expect(await check(`${goodConf}MAKE=$(choose)\n`)).toBe('');
  });

  it('is mended: quotes', async () => {
    expect(await fixRule('command-runs-when-read', `${goodConf}MAKE=\`make KVER=$kernelver\`\n`)).toContain(
      'MAKE="make KVER=$kernelver"\n',
    );
  });
});
