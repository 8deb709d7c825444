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

  it('is not found, since it is not known: the name of the target', async () => {
    expect(await check('make $(x)')).toBe('');
  });
});
