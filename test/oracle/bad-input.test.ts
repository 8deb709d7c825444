import { beforeAll, expect, test } from 'vitest';
import { openConf } from '../../server/src/conf/conf.ts';
import { newestDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { evaluateConf } from '../../server/src/conf/reading/evaluate-conf.ts';
import type { ReadingFacts } from '../../server/src/conf/reading/reading.ts';
import { checkConf } from '../../server/src/conf/rules/rules.ts';
import { processorTime } from '../support/growth.ts';
import { loadInstalledParser } from '../support/parser.ts';
import { testOption } from '../support/surroundings.ts';

const parser = await loadInstalledParser();
const base =
  'PACKAGE_NAME=foo\nPACKAGE_VERSION=1\nBUILT_MODULE_NAME=foo\nDEST_MODULE_LOCATION=/extra\nAUTOINSTALL=yes\n';
const kernel = { release: '6.1.0-9-amd64', arch: 'x86_64', sourceDir: '/lib/modules/6.1.0-9-amd64/build' };
const config = `${'CONFIG_SOME_SYMBOL=y\n'.repeat(15_000)}CONFIG_LAST=m\n`;
const facts: ReadingFacts = {
  dkmsVersion: newestDkmsVersion,
  kernel,
  hostFacts: { file: () => ({ kind: 'file', size: config.length, text: config }) },
};

const deep = 10_000;
const files: readonly (readonly [string, string])[] = [
  ['10 MB in one comment', `${base}# ${'x'.repeat(10_000_000)}\n`],
  ['10 MB of text in one value', `${base}MAKE="${'make all '.repeat(1_100_000)}"\n`],
  ['10 MB of lines', `${base}${'# a comment of some length that says nothing at all\n'.repeat(200_000)}`],
  ['100,000 assignments', base + Array.from({ length: 100_000 }, (_, i) => `X${i}=${i}\n`).join('')],
  ['nested conditions', `${base}${'if true; then\n'.repeat(deep)}:\n${'fi\n'.repeat(deep)}`],
  ['nested substitutions', `${base}X=${'$('.repeat(deep)}echo${')'.repeat(deep)}\n`],
  ['nested parentheses', `${base}X=$((${'('.repeat(deep)}1${')'.repeat(deep)}))\n`],
  ['nested expansions', `${base}X=${'${a:-'.repeat(deep)}${'}'.repeat(deep)}\n`],
  ['nested braces', `${base}for i in ${'{a,'.repeat(deep)}${'}'.repeat(deep)}; do :; done\n`],
  ['an endless loop', `${base}while true; do X+=abc; done\n`],
  ['an endless loop that runs programs', `${base}while true; do X=$(echo "$X" | sed 's/.*/&&/'); done\n`],
  ['a function that calls itself', `${base}f() { f; f; }\nf\n`],
  ['a substitution that calls itself', `${base}f() { echo "$(f)$(f)"; }\nX=$(f)\n`],
  ['a text that doubles', `${base}X=aaaa\nfor i in {1..100}; do X="$X$X"; done\n`],
  ['a list that doubles', `${base}L=(a b)\nfor i in {1..100}; do L=("\${L[@]}" "\${L[@]}"); done\n`],
  ['an expression that backtracks', `${base}[[ ${'a'.repeat(5_000)} =~ ^(a|aa|a*)*(a*)*b$ ]] && X=1\n`],
  ['an expression with huge counts', `${base}[[ aaa =~ ((a{1,255}){1,255}){1,255} ]] && X=1\n`],
  [
    'a sed expression that backtracks',
    `${base}X=$(echo ${'a'.repeat(5_000)} | sed 's/\\(a*\\)*\\(a*\\)*b/\\1/g')\n`,
  ],
  ['a pattern that backtracks', `${base}V=${'a'.repeat(5_000)}\nX=\${V//*a*a*a*a*b/x}\n`],
  [
    'patterns over a large file',
    `${base}${"grep -q '[A-Z_]*X[0-9]*=z' /lib/modules/x/.config && X=1\n".repeat(200)}`,
  ],
  [
    'many searches of a large file',
    `${base}${'grep -q "^CONFIG_NO=y" /lib/modules/x/.config && X=1\n'.repeat(500)}`,
  ],
  [
    'many undecided conditions',
    `${base}${Array.from({ length: 200 }, (_, i) => `[ -n "$A${i}" ] && MAKE[${i}]=x\n`).join('')}`,
  ],
  ['invalid UTF-8', `${base}MAKE="\ufffd\ufffd"\nPATCH="a\ufffd"\n`],
  ['NUL bytes', `${base}MAKE="a\0b"\n`],
  ['nothing but quotes', '"\'`'.repeat(50_000)],
  ['nothing but openings', '${($(([[ {'.repeat(20_000)],
];

/** The processor time of a long ordinary file, with which the others are compared. */
let usual = 0;
beforeAll(() => {
  const plain = `${base}${'# a comment of some length that says nothing at all\n'.repeat(100_000)}`;
  usual = Math.min(...[1, 2, 3].map(() => processorTime(() => readAndCheck(plain))));
});

function readAndCheck(text: string): void {
  const conf = openConf(parser, text);
  const reading = evaluateConf(conf, facts);
  expect(reading.directives).toBeDefined();
  checkConf(conf, reading, { severities: {}, kind: 'conf' });
  conf.dispose();
}

// Whatever is not followed to its end is unknown; nothing hangs, and nothing throws.
test.each(files)('%s: an answer, or none, within bounded time', (_, text) => {
  const taken = processorTime(() => readAndCheck(text)) / usual;
  if (testOption('TIMES')) console.log(`${_}: ${taken.toFixed(1)} times as long as a plain file of 5 MB`);
  expect(taken).toBeLessThan(150);
});
