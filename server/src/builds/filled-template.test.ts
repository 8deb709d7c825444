import { expect, test } from 'vitest';
import { openConf } from '../conf/conf.ts';
import { newestDkmsVersion } from '../conf/directives/dkms-version.ts';
import { evaluateConf } from '../conf/reading/evaluate-conf.ts';
import { fillTemplate, templatePattern, withFilledNames, withPlaceholders } from './filled-template.ts';

const noParser = { parse: (): never => expect.unreachable() };

function filled(...lines: readonly string[]) {
  const conf = openConf(noParser, lines.join('\n'));
  const template = fillTemplate(conf, evaluateConf(conf, { dkmsVersion: newestDkmsVersion }));
  if (template) expect(template.conf.text.length).toBe(lines.join('\n').length);
  return template;
}

const name = 'PACKAGE_NAME="hello"';
const version = 'PACKAGE_VERSION="1.0"';

test('a conf that can be built as it stands is not a template', () => {
  expect(filled(name, version, 'MAKE="make # @note"')).toBeUndefined();
  expect(filled(name, 'PACKAGE_VERSION="@VERSION@"')).toBeUndefined();
});

test('a version, and a name that others are made of, have a substitute that make can work with', () => {
  const template = filled(
    'PACKAGE_NAME="#DRIVER#"',
    'PACKAGE_VERSION="1.0+#REV#"',
    'BUILT_MODULE_NAME[0]="#DRIVER#_core"',
  );
  expect(template?.conf.text.split('\n')).toEqual([
    'PACKAGE_NAME="_DRIVER_"',
    'PACKAGE_VERSION="1.0+_REV_"',
    'BUILT_MODULE_NAME[0]="_DRIVER__core"',
  ]);
  expect(template?.note).toBe(
    'This dkms.conf is a template that packaging fills in. This build takes #REV# as _REV_, #DRIVER# as _DRIVER_.',
  );
  expect(withPlaceholders(template, '_DRIVER_/1.0+_REV_')).toBe('#DRIVER#/1.0+#REV#');
  expect(withFilledNames(template, '#DRIVER#/1.0+#REV#')).toBe('_DRIVER_/1.0+_REV_');
});

test.each([
  ['MAKE="make @CFLGS@ all"', 'MAKE="make         all"'],
  ['MAKE="make EXTRA=\'@CFLGS@\' all"', 'MAKE="make                 all"'],
  ['MAKE[0]="make -C @KDIR@ all VERSION=@V@"', 'MAKE[0]="make           all            "'],
  ['MAKE="make all" CLEAN="make clean #X#"', 'MAKE="make all" CLEAN="make clean    "'],
  ['MAKE="make -C drivers/@ARCH@/src"', 'MAKE="make -C drivers/_ARCH_/src"'],
])('a command works without a placeholder: %s', (written, built) => {
  expect(filled(name, version, written)?.conf.text.split('\n')[2]).toBe(built);
});

test('each placeholder is named once', () => {
  const template = filled(
    name,
    'PACKAGE_VERSION="#V#"',
    'MAKE="make V=#V# @A@"',
    'CLEAN="make @A@ @B@ clean"',
  );
  expect(template?.note).toBe(
    'This dkms.conf is a template that packaging fills in. This build takes #V# as _V_ and does without @A@ and @B@ in the commands.',
  );
  expect(template?.conf.text).toContain('MAKE="make V=_V_    "');
});

test('a name with a placeholder matches every name that has the text around it', () => {
  const template = filled('PACKAGE_NAME="#DRIVER#"', version);
  const pattern = templatePattern('_DRIVER__core', template);
  expect(['foo_core', 'foo_fs'].map((one) => pattern?.test(one))).toEqual([true, false]);
  expect(templatePattern('hello', template)).toBeUndefined();
  expect(templatePattern('@IGB@_zc', undefined)?.test('igb_zc')).toBe(true);
});
