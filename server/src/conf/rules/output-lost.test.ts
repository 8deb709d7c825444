import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('output-lost', text, facts);

describe('output-lost', () => {
  it('is found: echo', async () => {
    expect(await check(`${goodConf}if x; then echo "no such kernel"; fi\n`)).toMatchInlineSnapshot(`
      "information output-lost: dkms throws away what a dkms.conf prints with echo. Add >&2 if somebody is to read it.
        if x; then echo "no such kernel"; fi
                   ^^^^^^^^^^^^^^^^^^^^^
      - Print it to the error output"
    `);
  });

  it('is found: printf', async () => {
    expect(await check(`${goodConf}printf "%s" x\n`)).toMatchInlineSnapshot(`
      "information output-lost: dkms throws away what a dkms.conf prints with printf. Add >&2 if somebody is to read it.
        printf "%s" x
        ^^^^^^^^^^^^^
      - Print it to the error output"
    `);
  });

  it('is not found: to the error output', async () => {
    expect(await check(`${goodConf}echo x >&2\n`)).toBe('');
  });

  it('is not found: into a pipe', async () => {
    expect(await check(`${goodConf}echo x | grep -q x\n`)).toBe('');
  });

  it('is not found: into a variable', async () => {
    expect(await check(`${goodConf}printf -v a x\nb=$(echo x)\n`)).toBe('');
  });

  it('is not found: in a function, which may be called in a substitution', async () => {
    expect(await check(`${goodConf}f() { echo x; }\nMAKE="make $(f)"\n`)).toBe('');
  });

  it('is not found: where a group sends it elsewhere', async () => {
    expect(await check(`${goodConf}{ echo x; } >&2\n`)).toBe('');
  });

  it('is found with an unknown value: the text does not matter', async () => {
    expect(await check(`${goodConf}echo "$x"\n`)).toContain('output-lost: ');
  });

  it('is mended: to the error output', async () => {
    expect(await fixRule('output-lost', `${goodConf}echo x\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      echo x >&2
      "
    `);
  });
});
