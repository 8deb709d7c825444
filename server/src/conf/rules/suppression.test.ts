import { describe, expect, it } from 'vitest';
import { goodConf, sharedParser } from '../../../../test/support/good-conf.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { checkConf } from './rules.ts';

/** The findings as `line:rule`; lines are 1-based. */
async function check(text: string): Promise<string[]> {
  const { conf, reading } = readText(await sharedParser, text);
  return checkConf(conf, reading).map(
    ({ rule, span }) => `${conf.lines.positionAt(span.start).line + 1}:${rule}`,
  );
}

describe('comments that switch rules off', () => {
  it('apply to their own line', async () => {
    expect(
      await check(`${goodConf}CLEAN=x # dkms-tools: disable=deprecated-directive\nREMAKE_INITRD=no\n`),
    ).toEqual(['7:deprecated-directive']);
  });

  it('apply to the next line only, if on a line of their own', async () => {
    expect(
      await check(`${goodConf}# dkms-tools: disable=deprecated-directive\nCLEAN=x\nREMAKE_INITRD=no\n`),
    ).toEqual(['8:deprecated-directive']);
  });

  it('apply to the whole file', async () => {
    expect(
      await check(
        `${goodConf}CLEAN=x\nREMAKE_INITRD=no\n  # dkms-tools: disable-file=deprecated-directive\n`,
      ),
    ).toEqual([]);
  });

  it('name several rules, and affect no others', async () => {
    expect(
      await check(
        '# dkms-tools: disable-file=no-modules, missing-package-name\nPACKAGE_NAME=\nPACKAGE_VERSION=\n',
      ),
    ).toEqual(['3:missing-package-version']);
  });

  it('may follow the last line of a long value', async () => {
    expect(
      await check(`${goodConf}NO_WEAK_MODULES="a\nb" # dkms-tools: disable=unsupported-yes-no-value\n`),
    ).toEqual([]);
  });
});
