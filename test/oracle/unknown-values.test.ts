import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { directives } from '../../server/src/conf/directives/directives.ts';
import type { ReadingFacts } from '../../server/src/conf/reading/reading.ts';
import { checkConf } from '../../server/src/conf/rules/rules.ts';
import type { ConfParser } from '../../server/src/conf/syntax/parser.ts';
import { quoted } from '../../server/src/shell-words.ts';
import { goodConf, sharedParser } from '../support/good-conf.ts';
import { readText } from '../support/read-text.ts';
import { testOption } from '../support/surroundings.ts';
import { generateConf } from './conf-generator.ts';

/**
 * An unknown value may be anything, so an error in a text with an unknown value must also occur in every text with a known value in its
 * place; an error missing in any of those was a guess.
 */

/**
 * Replacements for an unknown value: right and wrong ones for every kind of directive, but none at which bash stops when dkms evaluates the
 * value again.
 */
const values = [
  ...['', 'hello', 'x.ko', '1.0', '6.1', '0', '99999999999999999999999', '#MODULE_VERSION#', 'yes', 'no'],
  ...[
    '/updates/dkms',
    '/kernel/drivers/net',
    'kernel/drivers',
    '../up',
    '/abs',
    'sub/folder',
    'a b',
    'a/../b',
  ],
  ...[
    '.*',
    '^6\\.1',
    '[',
    '(',
    '*',
    '6.1.0-13-amd64',
    'x86_64',
    'CONFIG_PCI',
    'PCI=y',
    'fix.patch',
    'script.sh',
  ],
  ...['make', 'make -C /lib/modules/6.1/build M=.', 'true', ';', '&& x'],
];

/** Texts that bash learns only when it runs; none of them can be known from the file. */
const unknowns = ['$(cat /proc/version)', '$FROM_OUTSIDE', '${FROM_OUTSIDE:-$(hostname)}', '`date +%s`'];

let parser: ConfParser;
beforeAll(async () => {
  parser = await sharedParser;
});

type Finder = (text: string, facts?: Partial<ReadingFacts>) => ReadonlySet<string>;

/** The rules that find an error in a text. Where they place it may depend on what else is in the file. */
const errorsOf: Finder = (text, facts = {}) => {
  const { conf, reading } = readText(parser, text, facts);
  const errors = checkConf(conf, reading).filter(({ severity }) => severity === 'error');
  conf.dispose();
  return new Set(errors.map(({ rule }) => rule));
};

/**
 * Errors of the text with an unknown value that some text with a known value lacks. A known text with an error of
 * its own does not count: dkms may have stopped there, without checking the rest.
 */
function guesses(unknown: string, known: readonly string[], find: Finder = errorsOf): readonly string[] {
  const message = find(unknown);
  if (message.size === 0) return [];
  return [...message].flatMap((error) => {
    const without = known.find((text) => {
      const other = find(text);
      return !other.has(error) && [...other].every((one) => message.has(one));
    });
    return without === undefined ? [] : [`${error} of\n${unknown}\nbut not of\n${without}`];
  });
}

const names = directives.flatMap(({ name }) => [name, `${name}[0]`, `${name}[1]`]);
const withLine = (line: string, name: string) => {
  const others = goodConf.split('\n').filter((one) => !one.startsWith(`${name.replace(/\[.*/, '')}`));
  return [...others.slice(0, -1), line, ''].join('\n');
};

test('the test would notice an error that is a guess', () => {
  const careless: Finder = (text) => new Set(/NAME="\$|NAME=''/.test(text) ? ['missing-name'] : []);
  expect(guesses('NAME="$X"', ["NAME=''"], careless)).toEqual([]);
  expect(guesses('NAME="$X"', ["NAME=''", "NAME='a'"], careless)).toHaveLength(1);
});

test.each([
  ['the whole value', '', ''],
  ['its end', 'hello', ''],
  ['its beginning', '', '.ko'],
  ['a folder of it', '/kernel/', '/net'],
])('no directive has an error based on an unknown value: %s', (_, before, after) => {
  let errors = 0;
  for (const name of names) {
    const known = values.map((value) => withLine(`${name}="${before}"${quoted(value)}"${after}"`, name));
    for (const unknown of unknowns) {
      const text = withLine(`${name}="${before}${unknown}${after}"`, name);
      expect(guesses(text, known)).toEqual([]);
      errors += errorsOf(text).size;
    }
  }
  // Certain errors are still reported.
  expect(errors).toBeGreaterThan(0);
});

test('no directive has an error based on an undecided branch', () => {
  const branches: readonly (readonly [string, string, string])[] = [
    ['if [ "$FROM_OUTSIDE" = x ]; then LINE; fi', 'if true; then LINE; fi', 'if false; then LINE; fi'],
    ['test -n "$(which gcc)" && LINE', 'true && LINE', 'false && LINE'],
    ['case $FROM_OUTSIDE in a*) LINE ;; esac', 'case a in a*) LINE ;; esac', 'case b in a*) LINE ;; esac'],
    ['for x in $FROM_OUTSIDE; do LINE; done', 'for x in a; do LINE; done', 'for x in ; do LINE; done'],
    [
      'while [ -e "$FROM_OUTSIDE" ]; do LINE; break; done',
      'while true; do LINE; break; done',
      'while false; do LINE; break; done',
    ],
  ];
  for (const name of names) {
    for (const value of values.filter((_, at) => at % 4 === 0)) {
      for (const [unknown, taken, left] of branches) {
        const [text = '', ...known] = [unknown, taken, left].map((branch) =>
          withLine(
            branch.replace('LINE', () => `${name}=${quoted(value)}`),
            name,
          ),
        );
        expect(guesses(text, known)).toEqual([]);
      }
    }
  }
});

test('no directive has an error based on a kernel that is not selected', () => {
  const kernels = ['5.10.0-8-amd64', '6.1.0-13-amd64', '6.12.1-arm64', '7.3.0'].map((release) => ({
    ...{
      release,
      arch: release.endsWith('arm64') ? 'aarch64' : 'x86_64',
      sourceDir: `/lib/modules/${release}/build`,
    },
  }));
  const parts = ['$kernelver', '$arch', '${kernelver%%-*}', '$kernel_source_dir', '$(uname -r)'];
  for (const name of names) {
    for (const part of parts) {
      const text = withLine(`${name}="${part}"`, name);
      const certain = [...errorsOf(text)];
      for (const kernel of kernels) {
        const here = errorsOf(text, { kernel });
        expect(
          certain.filter((error) => !here.has(error)),
          `${text}\nfor ${kernel.release}`,
        ).toEqual([]);
      }
    }
  }
});

describe('whatever the file', () => {
  const corpus = testOption('CORPUS');
  const real = corpus
    ? readdirSync(corpus)
        .filter((file) => !file.endsWith('.tsv'))
        .map((file) => readFileSync(path.join(corpus, file), 'utf8'))
    : [];
  const sample = readFileSync(path.join(import.meta.dirname, '../../samples/hello/dkms.conf'), 'utf8');
  const generated = Array.from({ length: 40 }, (_, seed) => generateConf(seed + 1));

  test.each([
    ['the sample and generated ones', [sample, ...generated]],
    ['those of real projects', real],
  ])(
    'no value that becomes unknown causes an error: %s',
    (_, texts) => {
      // A value that is one whole word, so that another word can replace it.
      const assignment = /^(\s*\w+(?:\[\w+\])?\+?=)([\w./+-]*|"[^"\\`]*"|'[^']*')[^\S\n]*$/gm;
      for (const text of texts) {
        for (const match of text.matchAll(assignment)) {
          const [whole, before = '', value = ''] = match;
          const put = (other: string) =>
            text.slice(0, match.index) + before + other + text.slice(match.index + whole.length);
          // A value with variables may itself be unknown.
          const own = /[$`]/.test(value) ? [] : [value];
          const known = [...own, "''", "'1.0'", "'/updates/dkms'", "'['"].map(put);
          expect(guesses(put('"$FROM_OUTSIDE"'), known)).toEqual([]);
        }
      }
    },
    300_000,
  );
});
