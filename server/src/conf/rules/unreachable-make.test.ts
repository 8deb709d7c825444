import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('unreachable-make', text, facts);

describe('unreachable-make', () => {
  it('is found: behind a gap', async () => {
    expect(
      await check(`${goodConf}MAKE[0]=make\nMAKE[2]="make old"\nMAKE_MATCH[2]="^5"\n`),
    ).toMatchInlineSnapshot(`
      "warning unreachable-make: dkms never looks at MAKE[2]: it stops at the number of elements, which is 2, and numbers are left out before this one. Number MAKE and MAKE_MATCH without gaps from 0.
        MAKE[2]="make old"
        ^^^^^^^
      * Number MAKE without gaps"
    `);
  });

  it('is found: without a match', async () => {
    expect(await check(`${goodConf}MAKE[0]=make\nMAKE[1]="make old"\n`)).toMatchInlineSnapshot(`
      "warning unreachable-make: dkms never runs MAKE[1]: without a MAKE_MATCH[1] only MAKE[0] is used. Add MAKE_MATCH[1] with the kernels that it is for.
        MAKE[1]="make old"
        ^^^^^^^"
    `);
  });

  it('is not found: numbers without gaps', async () => {
    expect(await check(`${goodConf}MAKE[0]=make\nMAKE[1]="make old"\nMAKE_MATCH[1]="^5"\n`)).toBe('');
  });

  it('is not found: an empty one', async () => {
    expect(await check(`${goodConf}MAKE[0]=make\nMAKE[1]=\n`)).toBe('');
  });

  it('is not found, since it is not known: elements that are set on some path only', async () => {
    expect(
      await check(`${goodConf}if x; then MAKE[0]=make; fi\nMAKE[1]="make old"\nMAKE_MATCH[1]=$(y)\n`),
    ).toBe('');
  });

  it('is not found, since it is not known: a match that is not known', async () => {
    expect(await check(`${goodConf}MAKE[0]=make\nMAKE[1]=x\nMAKE_MATCH[1]=$(y)\n`)).toBe('');
  });

  it('is mended: numbers without gaps', async () => {
    expect(
      await fixRule('unreachable-make', `${goodConf}MAKE[0]=make\nMAKE[2]="make old"\nMAKE_MATCH[2]="^5"\n`),
    ).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE[0]=make
      MAKE[1]="make old"
      MAKE_MATCH[1]="^5"
      "
    `);
  });
});
