import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { needs, noCorpus } from '../../../../test/support/needs.ts';
import { loadInstalledParser } from '../../../../test/support/parser.ts';
import { testOption } from '../../../../test/support/surroundings.ts';
import { openConf } from '../conf.ts';
import { newestDkmsVersion } from '../directives/dkms-version.ts';
import { parseDkmsVersionRange } from '../directives/version-range.ts';
import type { ConfParser } from '../syntax/parser.ts';
import { evaluateConfByVersions } from './evaluate-by-versions.ts';
import { evaluateConf } from './evaluate-conf.ts';
import type { Reading } from './reading.ts';

let parser: ConfParser;
beforeAll(async () => {
  parser = await loadInstalledParser();
});

const base =
  'PACKAGE_NAME="a"\nPACKAGE_VERSION="1"\nBUILT_MODULE_NAME[0]="a"\nDEST_MODULE_LOCATION[0]=/extra\n';

/** Texts that versions read differently, one for each way in which they do. */
const texts: Readonly<Record<string, string>> = {
  plain: base,
  'a read-only name': `${base}CR=x\n`,
  'a name that is new': `${base}BUILD_EXCLUSIVE_KERNEL_MAX="\${BUILD_EXCLUSIVE_KERNEL_MAX:-6.1}"\nMAKE="make \${SIGN_TOOL:-x}"\n`,
  'a name that is put together': `${base}X=SIGN_TOOL\nMAKE="make \${!X}"\n`,
  'a name that eval puts together': `${base}eval "MAKE=\\"make \\$SIGN_\${X:-TOOL}\\""\n`,
  'a name that declare puts together': `${base}X=TOOL\ndeclare "SIGN_$X=1"\nMAKE="make $SIGN_TOOL"\n`,
  'a condition': `${base}if [ -z "$MOK_CERTIFICATE" ]; then STRIP=no; else STRIP=yes; fi\n`,
  'carriage returns': base.replaceAll('\n', '\r\n'),
  'an answer': `${base}AUTOINSTALL=Y\n`,
};

function plain(reading: Reading): unknown {
  const { directives, uncertain, facts: _facts, ...rest } = reading;
  return { ...rest, directives: [...directives], uncertain: [...uncertain] };
}

function compare(text: string): void {
  const range = parseDkmsVersionRange('2.8 - 3.4');
  if (typeof range === 'string') throw new Error(range);
  const conf = openConf(parser, text);
  const facts = { dkmsVersion: newestDkmsVersion };
  const together = evaluateConfByVersions(conf, facts, range.versions);
  expect(together).toHaveLength(range.versions.length);
  for (const [at, dkmsVersion] of range.versions.entries()) {
    const alone = evaluateConf(conf, { dkmsVersion, debianBackports: false });
    const shared = together[at];
    expect(shared && plain(shared), dkmsVersion.text).toEqual(plain(alone));
  }
  conf.dispose();
}

it.each(Object.keys(texts))('a version reads the same result with others as alone: %s', (name) => {
  compare(texts[name] ?? '');
});

const corpus = testOption('CORPUS');
it('a version reads the same result with others as alone on the corpus', needs(!corpus && noCorpus), () => {
  const names = readdirSync(corpus ?? '').filter((name) => !name.endsWith('.tsv'));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) compare(readFileSync(join(corpus ?? '', name), 'utf8'));
});
