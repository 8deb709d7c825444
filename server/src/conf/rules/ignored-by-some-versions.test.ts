import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, supported?: string) =>
  checkRule('ignored-by-some-versions', text, supported ? { supported } : {});

describe('ignored-by-some-versions', () => {
  it('is found: a bound', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX="6.12"\n`, '2.8.4 - 3.4'),
    ).toMatchInlineSnapshot(`
      "information ignored-by-some-versions: dkms before 3.0.11 does not read BUILD_EXCLUSIVE_KERNEL_MAX. It builds for kernels that this is to leave out; BUILD_EXCLUSIVE_KERNEL says the same to every version.
        BUILD_EXCLUSIVE_KERNEL_MAX="6.12"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is found: what is gone', async () => {
    expect(await check(`${goodConf}SIGN_TOOL="sign.sh"\n`, '2.8.4 - 3.4')).toMatchInlineSnapshot(`
      "information ignored-by-some-versions: dkms since 3.0.4 does not read SIGN_TOOL. Leave it out, and set sign_file in /etc/dkms/framework.conf.
        SIGN_TOOL="sign.sh"
        ^^^^^^^^^"
    `);
  });

  it('is found: one module only', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL[1]="^6"\n`, '3.0 - 3.4')).toMatchInlineSnapshot(`
      "information ignored-by-some-versions: dkms before 3.3.0 does not read BUILD_EXCLUSIVE_KERNEL[1]: it takes BUILD_EXCLUSIVE_KERNEL for the whole package, and builds this module for every kernel.
        BUILD_EXCLUSIVE_KERNEL[1]="^6"
        ^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: every version reads it', async () => {
    expect(await check(goodConf, '2.8.4 - 3.4')).toBe('');
  });

  it('is not found: the versions are all new', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX="6.12"\n`, '>=3.0.11')).toBe('');
  });

  it('is not found: no versions are named', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MAX="6.12"\n`)).toBe('');
  });

  it('is not found, since it is not known: the number in brackets', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL[$(x)]="^6"\n`, '3.0 - 3.4')).toBe('');
  });
});
