import { describe, expect, it } from 'vitest';
import { checkRule } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('conf-depends-on-cwd', text, facts);

describe('conf-depends-on-cwd', () => {
  it('is found: git', async () => {
    expect(await check('PACKAGE_VERSION=$(git describe)\n')).toMatchInlineSnapshot(`
      "warning conf-depends-on-cwd: dkms reads this file from whatever folder it is started in, often the root, so the command finds its files only by chance, and PACKAGE_VERSION comes out empty or wrong. Write the value down, or have it filled in when the package is made.
        PACKAGE_VERSION=$(git describe)
                        ^^^^^^^^^^^^^^^"
    `);
  });

  it('is found: a script', async () => {
    expect(await check(`PACKAGE_VERSION=\`./version.sh\`\n`)).toMatchInlineSnapshot(`
      "warning conf-depends-on-cwd: dkms reads this file from whatever folder it is started in, often the root, so the command finds its files only by chance, and PACKAGE_VERSION comes out empty or wrong. Write the value down, or have it filled in when the package is made.
        PACKAGE_VERSION=\`./version.sh\`
                        ^^^^^^^^^^^^^^"
    `);
  });

  it('is found: a file', async () => {
    expect(await check('PACKAGE_VERSION="$(cat VERSION)"\n')).toMatchInlineSnapshot(`
      "warning conf-depends-on-cwd: dkms reads this file from whatever folder it is started in, often the root, so the command finds its files only by chance, and PACKAGE_VERSION comes out empty or wrong. Write the value down, or have it filled in when the package is made.
        PACKAGE_VERSION="$(cat VERSION)"
                         ^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: a place that is known', async () => {
    expect(await check('PACKAGE_VERSION=$(cat /usr/src/a/VERSION)\nMAKE="make -j$(nproc)"\n')).toBe('');
  });

  it('is not found: the file goes there', async () => {
    expect(await check(`pushd \`dirname $BASH_SOURCE\`\nPACKAGE_VERSION=\`./version.sh\`\npopd\n`)).toBe('');
  });

  it('is not found: git in a folder', async () => {
    expect(await check('PACKAGE_VERSION=$(git -C /src describe)\n')).toBe('');
  });

  it('is not found, since it is not known: what is called is not known', async () => {
    expect(await check('PACKAGE_VERSION=$($x describe)\n')).toBe('');
  });
});
