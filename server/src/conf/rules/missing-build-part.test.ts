import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';
import { sourceOf } from '../../../../test/support/source-facts.ts';

const makefile = 'all:\n\ttrue\n';
const check = (make: string, files: Readonly<Record<string, string>> = { Makefile: makefile }) =>
  checkRule('missing-build-part', `${goodConf}MAKE="${make}"\n`, { beside: sourceOf(files) });

describe('missing-build-part', () => {
  it.each([
    ['a target', 'make module', 'Makefile has no target module'],
    ['a folder', 'make -C driver', 'There is no folder driver'],
    ['a Makefile', 'make -f Makefile.dkms', 'There is no Makefile.dkms'],
    ['a script', './build.sh $kernelver', 'There is no file build.sh'],
  ])('is found: %s', async (_, make, expected) => {
    expect(await check(make)).toContain(expected);
  });

  it('is found: a script without its run bit', async () => {
    expect(
      await check('./build.sh', { Makefile: makefile, 'build.sh (not executable)': '#!/bin/sh\n' }),
    ).toContain('build.sh is not executable');
  });

  it('is found: no Makefile at all', async () => {
    expect(await check('make', { 'hello.c': '' })).toMatchInlineSnapshot(`
      "warning missing-build-part: There is no Makefile beside this file, so make has nothing to go by and stops. Add it, or name the folder of the Makefile with -C.
        MAKE="make"
             ^^^^^^"
    `);
  });

  it('is not found: all is there', async () => {
    expect(await check('make all && ./x.sh', { Makefile: makefile, 'x.sh': '' })).toBe('');
  });

  it('is not found: the source is elsewhere', async () => {
    expect(await check('make module', { control: '' })).toBe('');
  });

  it('is not found: a program before it may make it', async () => {
    expect(await check('tar xf a.tar && make -C a')).toBe('');
  });

  it.each([
    ['the shell goes on', 'make everything || make all'],
    ['a test is before it', 'test -d tools && make -C tools'],
    ['another command follows', 'make -C tools; make all'],
    ['make goes on', 'make -k everything all'],
    ['make makes it from a .c file by itself', 'make hello'],
    ['a submodule that is not fetched', 'make -C deps'],
    ['the Makefile lets it fail', 'make lenient'],
    ['the Makefile writes it', 'make written'],
  ])('is not found: %s', async (_, make) => {
    const text = `${makefile}lenient:\n\t-$(MAKE) -C tools\nwritten:\n\techo all: > a.mk\n\t$(MAKE) -f a.mk\n`;
    const source = sourceOf({ Makefile: text, 'hello.c': '', 'deps/x': '' });
    const folders = new Map(source.folders).set('deps', new Map());
    expect(
      await checkRule('missing-build-part', `${goodConf}MAKE="${make}"\n`, {
        beside: { ...source, folders },
      }),
    ).toBe('');
  });

  it('is not found, since it is not known: the name of the target', async () => {
    expect(await check('make $(x)')).toBe('');
  });
});
