import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const files = {
  Makefile: 'all:\n\t$(MAKE) -C $(KDIR) M=$(CURDIR)/a/b modules\n',
  'a/b/Kbuild': 'obj-m := hello.o\n',
};
const conf = (location: string) => `${goodConf}${location}MAKE="make KDIR=$kernel_source_dir"\n`;
const check = (text: string, source: Readonly<Record<string, string>> = files) =>
  checkRule('built-module-elsewhere', text, { beside: sourceOf(source) });

describe('built-module-elsewhere', () => {
  it('is found: a folder above', async () => {
    expect(await check(conf('BUILT_MODULE_LOCATION[0]="a"\n'))).toMatchInlineSnapshot(`
      "warning built-module-elsewhere: The Makefile builds hello in a/b, and BUILT_MODULE_LOCATION[0] is "a/": dkms does not find hello.ko after the build. Write BUILT_MODULE_LOCATION[0]="a/b".
        BUILT_MODULE_LOCATION[0]="a"
                                 ^^^
      * Write "a/b""
    `);
  });

  it('is found: none is set', async () => {
    expect(await check(conf(''))).toContain('BUILT_MODULE_LOCATION[0] is not set');
  });

  it('is not found: it is the folder', async () => {
    expect(await check(conf('BUILT_MODULE_LOCATION[0]="./a/b/"\n'))).toBe('');
  });

  it('is not found: a recipe handles the module', async () => {
    const copying = { ...files, Makefile: `${files.Makefile}\tcp a/b/hello.ko a/\n` };
    expect(await check(conf('BUILT_MODULE_LOCATION[0]="a"\n'), copying)).toBe('');
  });

  it('is not found: Kbuild of the folder above goes there itself', async () => {
    const nested = {
      Kbuild: 'obj-m := sub/\n',
      'sub/Kbuild': 'obj-m := hello.o\n',
      Makefile: files.Makefile,
    };
    expect(await check(conf('BUILT_MODULE_LOCATION[0]="sub"\n'), nested)).toBe('');
  });

  it('is not found, since it is not known: which folder is built', async () => {
    const unknown = { ...files, Makefile: 'all:\n\t$(MAKE) -C $(KDIR) M=$(shell ./where) modules\n' };
    expect(await check(conf('BUILT_MODULE_LOCATION[0]="a"\n'), unknown)).toBe('');
  });

  it('is mended: the folder of the module', async () => {
    expect(
      await fixRule('built-module-elsewhere', conf('BUILT_MODULE_LOCATION[0]="a"\n'), {
        beside: sourceOf(files),
      }),
    ).toContain('BUILT_MODULE_LOCATION[0]="a/b"');
  });
});
