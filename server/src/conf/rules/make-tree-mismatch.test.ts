import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('make-tree-mismatch', text, facts);

describe('make-tree-mismatch', () => {
  it('is found: an old version', async () => {
    expect(await check(`${goodConf}MAKE="make M=\${dkms_tree}/hello/0.9/build"\n`)).toMatchInlineSnapshot(`
      "warning make-tree-mismatch: dkms builds this package below …/1.0/build, but MAKE names 0.9. Write \${PACKAGE_VERSION}, which is always right.
        MAKE="make M=\${dkms_tree}/hello/0.9/build"
                                        ^^^
      * Write \${PACKAGE_VERSION}"
    `);
  });

  it('is found: another name', async () => {
    expect(
      await check(`${goodConf}MAKE="make M=/var/lib/dkms/hullo/1.0/build/src"\n`),
    ).toMatchInlineSnapshot(`
      "warning make-tree-mismatch: dkms builds this package below hello/build, but MAKE names hullo. Write \${PACKAGE_NAME}, which is always right.
        MAKE="make M=/var/lib/dkms/hullo/1.0/build/src"
                                   ^^^^^
      * Write \${PACKAGE_NAME}"
    `);
  });

  it('is not found: the same', async () => {
    expect(await check(`${goodConf}MAKE="make M=\${dkms_tree}/hello/1.0/build"\n`)).toBe('');
  });

  it('is not found: what dkms provides', async () => {
    expect(await check(`${goodConf}MAKE="make M=$dkms_tree/$module/\${module_version}/build"\n`)).toBe('');
  });

  it('is not found: a placeholder', async () => {
    expect(
      await check('PACKAGE_NAME=hello\nPACKAGE_VERSION=@V@\nMAKE="make M=$dkms_tree/hello/1.0/build"\n'),
    ).toBe('');
  });

  it('is not found, since it is not known: a version that is not known', async () => {
    expect(
      await check('PACKAGE_NAME=hello\nPACKAGE_VERSION=$(x)\nMAKE="make M=$dkms_tree/hello/1.0/build"\n'),
    ).toBe('');
  });

  it('is mended: it follows by itself', async () => {
    expect(
      await fixRule('make-tree-mismatch', `${goodConf}MAKE="make M=\${dkms_tree}/hello/0.9/build"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="make M=\${dkms_tree}/hello/\${PACKAGE_VERSION}/build"
      "
    `);
  });
});
