import { describe, expect, it } from 'vitest';
import { checkRule, fixRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('make-without-jobs', text, facts);

describe('make-without-jobs', () => {
  it('is found: quotes', async () => {
    expect(await check(`${goodConf}MAKE="'make' all"\n`)).toMatchInlineSnapshot(`
      "hint make-without-jobs: dkms adds -j only to a command that begins with the bare word make, so this one builds with one job. Write 'make' -j$(nproc) if the build should use all processors.
        MAKE="'make' all"
              ^^^^^^
      - Add -j$(nproc)"
    `);
  });

  it('is found: a variable before it', async () => {
    expect(await check(`${goodConf}MAKE="KVER=$kernelver make all"\n`)).toMatchInlineSnapshot(`
      "hint make-without-jobs: dkms adds -j only to a command that begins with the bare word make, so this one builds with one job. Write make -j$(nproc) if the build should use all processors.
        MAKE="KVER=$kernelver make all"
                              ^^^^
      - Add -j$(nproc)"
    `);
  });

  it('is found: another command before it', async () => {
    expect(await check(`${goodConf}MAKE="cd src && make all"\n`)).toMatchInlineSnapshot(`
      "hint make-without-jobs: dkms adds -j only to a command that begins with the bare word make, so this one builds with one job. Write make -j$(nproc) if the build should use all processors.
        MAKE="cd src && make all"
                        ^^^^
      - Add -j$(nproc)"
    `);
  });

  it('is not found: a bare make', async () => {
    expect(await check(`${goodConf}MAKE="make all"\n`)).toBe('');
  });

  it('is not found: it says how many', async () => {
    expect(await check(`${goodConf}MAKE="'make' -j4 all"\n`)).toBe('');
  });

  it('is not found: no make', async () => {
    expect(await check(`${goodConf}MAKE="./build.sh"\n`)).toBe('');
  });

  it('is not found: a variable may say it', async () => {
    expect(await check(`${goodConf}MAKE="'make' \${parallel_jobs+-j$parallel_jobs} all"\n`)).toBe('');
  });

  it('is not found, since it is not known: a value that comes from elsewhere', async () => {
    expect(await check(`${goodConf}MAKE="$(x)"\n`)).toBe('');
  });

  it('is mended: as many as there are processors', async () => {
    expect(await fixRule('make-without-jobs', `${goodConf}MAKE="'make' all"\n`)).toMatchInlineSnapshot(`
      "PACKAGE_NAME="hello"
      PACKAGE_VERSION="1.0"
      BUILT_MODULE_NAME[0]="hello"
      DEST_MODULE_LOCATION[0]="/updates/dkms"
      AUTOINSTALL="yes"
      MAKE="'make' -j$(nproc) all"
      "
    `);
  });
});
