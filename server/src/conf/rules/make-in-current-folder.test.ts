import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('make-in-current-folder', text);

describe('make-in-current-folder', () => {
  it('is found: pwd', async () => {
    expect(await check(`${goodConf}MAKE="make -C $kernel_source_dir M=$(pwd)"\n`)).toMatchInlineSnapshot(`
      "warning make-in-current-folder: dkms reads this file before it goes to the folder of the build, so $(pwd) is the folder of whoever started dkms, often the root. Write \${dkms_tree}/\${PACKAGE_NAME}/\${PACKAGE_VERSION}/build.
        MAKE="make -C $kernel_source_dir M=$(pwd)"
                                           ^^^^^^
      * Write \${dkms_tree}/\${PACKAGE_NAME}/\${PACKAGE_VERSION}/build"
    `);
  });

  it.each(['$PWD', '${PWD}', '`pwd`'])('is found: %s', async (folder) => {
    expect(await check(`${goodConf}MAKE="make -C $kernel_source_dir M=${folder}/src"\n`)).toContain(
      'warning',
    );
  });

  it('is not found: the folder of dkms', async () => {
    expect(await check(`${goodConf}MAKE="make M=\${dkms_tree}/hello/1.0/build"\n`)).toBe('');
  });

  it('is not found, since it is not known: another command', async () => {
    expect(await check(`${goodConf}MAKE="make M=$(where)"\n`)).toBe('');
  });

  it('is mended: the folder of the build', async () => {
    expect(await fixRule('make-in-current-folder', `${goodConf}MAKE="make M=$PWD"\n`)).toContain(
      'M=${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build"',
    );
  });
});
