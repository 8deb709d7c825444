import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('excludes-every-kernel', text, facts);
const kernels = [
  { release: '6.1.0-56-amd64', arch: 'x86_64', sourceDir: '/a' },
  { release: '6.12.5', arch: 'x86_64', sourceDir: '/b' },
];

describe('excludes-every-kernel', () => {
  it('is found: an old expression', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^5\\."\n`, { kernels })).toMatchInlineSnapshot(`
      "information excludes-every-kernel: This leaves out all 2 kernels of this machine, so dkms builds nothing here. The kernel 6.1.0-56-amd64 does not match the regular expression.
        BUILD_EXCLUSIVE_KERNEL="^5\\."
                               ^^^^^^"
    `);
  });

  it('is found: bounds', async () => {
    expect(
      await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN=6.5\nBUILD_EXCLUSIVE_KERNEL_MAX=6.10.999\n`, {
        kernels,
      }),
    ).toMatchInlineSnapshot(`
      "information excludes-every-kernel: This leaves out all 2 kernels of this machine, so dkms builds nothing here. The kernel 6.1.0-56-amd64 is older than 6.5, as dkms compares them.
        BUILD_EXCLUSIVE_KERNEL_MIN=6.5
                                   ^^^"
    `);
  });

  it('is not found: one of them is taken', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL_MIN=6.5\n`, { kernels })).toBe('');
  });

  it('is not found: no kernel', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^5"\n`, { kernels: [] })).toBe('');
  });

  it('is not found: nobody has looked', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^5"\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that is not known', async () => {
    expect(await check(`${goodConf}BUILD_EXCLUSIVE_KERNEL="^5$(x)"\n`, { kernels })).toBe('');
  });
});
