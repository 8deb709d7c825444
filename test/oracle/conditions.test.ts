import { describe, expect, test } from 'vitest';
import { openConf } from '../../server/src/conf/conf.ts';
import { evaluateConf } from '../../server/src/conf/reading/evaluate-conf.ts';
import { needs, noMounts } from '../support/needs.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { isRoot, privateMounts } from '../support/surroundings.ts';
import { findRealDkms, numbersIn } from './real-dkms.ts';

const parser = await loadInstalledParser();
const dkms = await findRealDkms();

const base =
  'PACKAGE_NAME="foo"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="foo"\nDEST_MODULE_LOCATION[0]="/kernel/extra"\n';

/** One small file for each check of dkms, and for each surprise of bash. */
const cases: readonly (readonly [string, string])[] = [
  ['nothing wrong', base],
  ['an empty file', ''],
  ['E1', base.replace('PACKAGE_NAME="foo"\n', '')],
  ['E1 by an empty value', `${base}PACKAGE_NAME=""\n`],
  ['E2', base.replace('PACKAGE_VERSION="1.0"', 'PACKAGE_VERSION=')],
  ['E5', `${base}DEST_MODULE_LOCATION[1]=/extra\n`],
  ['E5 by a location alone', `${base}BUILT_MODULE_LOCATION[1]=src\n`],
  ['E6', `${base}BUILT_MODULE_NAME[0]=foo.ko\n`],
  ['E6 with a name of its own', `${base}BUILT_MODULE_NAME[0]=foo.o\nDEST_MODULE_NAME[0]=bar\n`],
  ['E7', `${base}DEST_MODULE_NAME[0]=foo.ko\n`],
  ['E8', `${base}BUILT_MODULE_NAME[1]=bar\n`],
  ['E9', 'PACKAGE_NAME=foo\nPACKAGE_VERSION=1\n'],
  ['E10', `${base}AUTOINSTALL="Y"\n`],
  ['E11', `${base}DEST_MODULE_LOCATION[0]="kernel/drivers"\n`],
  ['E12', `${base}built_module_name[5]=x\n`],
  ['E13', `${base}BUILT_MODULE_NAME[1]=foo\nDEST_MODULE_NAME[1]=bar\nDEST_MODULE_LOCATION[1]=/extra\n`],
  ['E14', `${base}BUILT_MODULE_NAME[1]=bar\nDEST_MODULE_NAME[1]=foo\nDEST_MODULE_LOCATION[1]=/extra\n`],
  ['W2', `${base}MODULES_CONF[0]="alias x y"\n`],
  ['W3', `${base}CLEAN="make clean"\n`],
  ['W4', `${base}REMAKE_INITRD=no\n`],
  ['W4 by an empty value', `${base}REMAKE_INITRD=\n`],
  ['W6', `${base}OBSOLETE_BY=99.0\n`],
  ['a sole module takes its name from the package', base.replace('BUILT_MODULE_NAME[0]="foo"\n', '')],
  [
    'a package name that ends like a file',
    'PACKAGE_NAME=foo.ko\nPACKAGE_VERSION=1\nDEST_MODULE_LOCATION=/extra\n',
  ],
  ['a hole in the records', `${base}BUILT_MODULE_NAME[2]=bar\nDEST_MODULE_LOCATION[2]=/extra\n`],
  ['a prefix is enough of a location', `${base}DEST_MODULE_LOCATION=/kernelfoo\n`],
  ['carriage returns', base.replaceAll('\n', '\r\n')],
  ['a byte-order mark', `\ufeff${base}`],
  ['a byte-order mark before a comment', `\ufeff# comment\n${base}`],
  ['spaces around =', base.replace('PACKAGE_NAME=', 'PACKAGE_NAME = ')],
  ['missing quotes', `${base}PACKAGE_VERSION=1.0 beta\n`],
  ['an unterminated quote at the end', `${base}MAKE="make\n`],
  ['an unterminated quote in the middle', base.replace('"1.0"', '"1.0')],
  ['a wrong last if', `${base}if true; then\n`],
  ['a wrong first if', `if true; thn\n${base}`],
  ['a stray parenthesis', `${base}PACKAGE_NAME=)\n`],
  ['exit', `${base}exit 0\n`],
  ['exit in a subshell', `${base}(exit 0)\n`],
  ['return', `${base}return 1\nPACKAGE_NAME=\n`],
  ['set -e and a failing command', `set -e\nfalse\n${base}`],
  ['set -u and an unset variable', `${base}set -u\nX=$never_set\n`],
  ['a read-only variable', `${base}readonly A=1\nA=2\n`],
  ['EUID', `${base}EUID=1\n`],
  ['a bad subscript', `${base}PATCH[08]=x\n`],
  ['a negative subscript', `${base}PATCH[-3]=x\n`],
  ['a bad substitution', `${base}X=\${a!}\n`],
  ['a division by zero', `${base}X=$((1/0))\n`],
  ['a value that ends in a backslash', `${base}CLEAN='a\\'\n`],
  ['quotes with a blank between', base.replace('"1.0"', '"\\"1 0\\""')],
  ['quotes without', base.replace('"1.0"', '"\\"1.0\\""')],
  ['a name that goes on in the next line', `${base}PACKAGE_\\\nVERSION=""\n`],
  [
    'a reference that goes on in the next line',
    base.replace('"1.0"', '"$\\\nPACKAGE_NAME$PACKAGE_\\\nNAME"'),
  ],
  [
    'a prefix for every element',
    `PACKAGE_NAME=foo\nPACKAGE_VERSION=1\nA=(a b)\nBUILT_MODULE_NAME=("\${A[@]}")\nDEST_MODULE_LOCATION=("\${A[@]/#//updates/}")\n`,
  ],
  ['a deferred variable', base.replace('"1.0"', "'$kernelver'")],
  ['a deferred variable that is unset', base.replace('"1.0"', "'$never_set'")],
  ['a command substitution that says nothing', base.replace('"1.0"', '"$(true)"')],
  ['a word that is no command', `__DKMS_MODULES\n${base}`],
  ['a here-document', `cat <<END\nPACKAGE_NAME=\nEND\n${base}`],
  ['die', `${base}die 3 oops\n`],
  ['a function named as a directive', `PACKAGE_NAME() { :; }\n${base}`],
  ['an HTML page', '<!DOCTYPE html>\n<html lang="en">\n<p>(x)</p>\n</html>\n'],
];

describe('what the installed dkms says about', needs('missing' in dkms && dkms.missing), () => {
  let unknown = 0;
  test.each(cases)('%s', (_, text) => {
    if ('missing' in dkms) return;
    const { exit, stderr } = dkms.add(text);
    const { add, conditions } = evaluateConf(openConf(parser, text), dkms.facts);
    if ('unknown' in add) {
      unknown++;
      console.log(`unknown: ${_}: ${add.unknown}`);
      return;
    }
    const numbers = [...new Set(conditions.map(({ number }) => number))].sort();
    expect({ exit: add.exit, numbers }).toEqual({ exit, numbers: numbersIn(stderr.split('\n')) });
    // The messages themselves, in dkms's order.
    const messages = stderr
      .split('\n')
      .filter((line) => /^dkms\.conf: |^Deprecated feature: /.test(line) && !/: line \d+: /.test(line));
    const withoutPaths = messages.map((line) => line.replace(/\(\/.*\/dkms\.conf\)/, '(dkms.conf)'));
    expect(conditions.map(({ message }) => message)).toEqual(withoutPaths);
  });

  test.each([
    [
      'an override mends the conf',
      base.replace('PACKAGE_VERSION="1.0"', ''),
      { 'sample.conf': 'PACKAGE_VERSION=1\n' },
    ],
    [
      'an override breaks the conf',
      base,
      { 'sample-1.0.conf': 'BUILT_MODULE_NAME[0]="$BUILT_MODULE_NAME.ko"\n' },
    ],
    [
      'the later override wins',
      base,
      { 'sample.conf': 'DEST_MODULE_LOCATION=wrong\n', 'sample-1.0.conf': 'DEST_MODULE_LOCATION=/extra\n' },
    ],
    [
      'an override adds a record',
      base,
      { 'sample-1.0.conf': 'BUILT_MODULE_NAME[1]="${BUILT_MODULE_NAME[0]}2"\n' },
    ],
    ['an override unsets nothing', base, { 'sample.conf': 'unset BUILT_MODULE_NAME PACKAGE_NAME\n' }],
    ['an override of another module', base, { 'other.conf': 'PACKAGE_NAME=\n' }],
    ['an override that exits', base, { 'sample.conf': 'PACKAGE_NAME=\nexit\n' }],
  ])(
    'overrides: %s',
    needs((!isRoot || !privateMounts()) && noMounts),
    (_, text, files: Record<string, string>) => {
      if ('missing' in dkms) return;
      const real = dkms.addWithOverrides(text, files) ?? expect.unreachable();
      const overrides = ['sample.conf', 'sample-1.0.conf'].flatMap((name) => {
        const override = files[name];
        return override === undefined ? [] : [{ path: `/etc/dkms/${name}`, text: override }];
      });
      const { add, conditions } = evaluateConf(openConf(parser, text), { ...dkms.facts, overrides });
      const numbers = [...new Set(conditions.map(({ number }) => number))].sort();
      expect({ add, numbers }).toEqual({
        add: { exit: real.exit },
        numbers: numbersIn(real.stderr.split('\n')),
      });
    },
  );

  test('is mostly predicted', () => {
    console.log(`conditions: ${cases.length - unknown} known, ${unknown} unknown`);
    expect(unknown).toBeLessThanOrEqual(1);
  });
});
