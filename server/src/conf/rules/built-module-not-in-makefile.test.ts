import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('built-module-not-in-makefile', text, facts);

describe('built-module-not-in-makefile', () => {
  it('is found: a dash', async () => {
    expect(
      await check(`${goodConf}BUILT_MODULE_NAME[0]="hel_lo"\n`, {
        beside: sourceOf({ Makefile: 'obj-m := hel-lo.o\n' }),
      }),
    ).toMatchInlineSnapshot(`
      "warning built-module-not-in-makefile: Makefile builds hel-lo, but no hel_lo: dkms will not find hel_lo.ko after the build. Write "hel-lo", or add the module to Makefile.
        BUILT_MODULE_NAME[0]="hel_lo"
                             ^^^^^^^^
      * Write "hel-lo""
    `);
  });

  it('is found: Kbuild before Makefile, in a subfolder', async () => {
    expect(
      await check(`${goodConf}BUILT_MODULE_LOCATION[0]=src/\n`, {
        beside: sourceOf({
          'src/Kbuild': 'obj-$(CONFIG_A) += a.o b.o\n',
          'src/Makefile': 'obj-m += hello.o\n',
        }),
      }),
    ).toMatchInlineSnapshot(`
      "warning built-module-not-in-makefile: src/Kbuild builds a, b, but no hello: dkms will not find src/hello.ko after the build. Write one of them, or add the module to src/Kbuild.
        BUILT_MODULE_NAME[0]="hello"
                             ^^^^^^^"
    `);
  });

  it('is not found: it is built', async () => {
    expect(
      await check(`${goodConf}`, {
        beside: sourceOf({ Makefile: 'NAME = hello\nobj-m += other.o $(NAME).o\n' }),
      }),
    ).toBe('');
  });

  it('is not found: nobody has looked', async () => {
    expect(await check(`${goodConf}`)).toBe('');
  });

  it('is not found: built elsewhere', async () => {
    expect(
      await check(`${goodConf}`, {
        beside: sourceOf({ Makefile: 'obj-m += a.o src/\n', 'src/Makefile': 'obj-m += hello.o' }),
      }),
    ).toBe('');
  });

  it('is not found: a Makefile that builds nothing itself', async () => {
    expect(await check(`${goodConf}`, { beside: sourceOf({ Makefile: 'all:\n\tmake -C src\n' }) })).toBe('');
  });

  it('is not found: a Makefile that moves modules', async () => {
    expect(
      await check(`${goodConf}`, {
        beside: sourceOf({ Makefile: 'obj-m += a.o\nall:\n\tmv a.ko hello.ko\n' }),
      }),
    ).toBe('');
  });

  it('is not found: one that may be changed', async () => {
    expect(
      await check(`${goodConf}PRE_BUILD=x.sh\n`, { beside: sourceOf({ Makefile: 'obj-m += a.o\n' }) }),
    ).toBe('');
  });

  it('is not found, since it is not known: targets that are not known', async () => {
    expect(await check(`${goodConf}`, { beside: sourceOf({ Makefile: 'obj-m += a.o $(MODULES)\n' }) })).toBe(
      '',
    );
  });

  it('is not found, since it is not known: a name that is not known', async () => {
    expect(
      await check(`${goodConf}BUILT_MODULE_NAME[0]=$(x)\n`, {
        beside: sourceOf({ Makefile: 'obj-m += a.o\n' }),
      }),
    ).toBe('');
  });

  it('is mended: the name of the Makefile', async () => {
    expect(
      await fixRule('built-module-not-in-makefile', `${goodConf}BUILT_MODULE_NAME[0]="hel_lo"\n`, {
        beside: sourceOf({ Makefile: 'obj-m := hel-lo.o\n' }),
      }),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      BUILT_MODULE_NAME[0]="hel-lo"
      "
    `);
  });
});
