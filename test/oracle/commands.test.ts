import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { evaluate } from '../../server/src/conf/evaluation/evaluate.ts';
import { parseScript } from '../../server/src/conf/syntax/script-parser.ts';
import { testOption } from '../support/surroundings.ts';
import { hangMs } from '../support/waiting.ts';
import { Random } from './conf-generator.ts';

const commands = Number(testOption('COMMANDS') ?? '500');
const firstSeed = Number(testOption('FIRST_SEED') ?? '1');

const inputs = [
  '6.1.0-56-amd64',
  '5.14.0-362.8.1.el9_3.x86_64',
  'foo bar  baz',
  'a:b:c',
  'CONFIG_USB=y\nCONFIG_PCI=m\n# CONFIG_X is not set',
  'one\ntwo\nthree\n\nfive',
  '',
  'v1.2.3-rc4',
  'aaa',
  'x=y; z',
  '/usr/src/foo-1.0/',
  '.hidden/a.b.c',
  'MiXeD Case_7',
];

const basicPieces = [
  ...[
    'a',
    '.',
    '[0-9]',
    '[0-9]*',
    '.*',
    '\\.',
    '[^.]*',
    'o\\+',
    '\\(a\\)',
    '\\([0-9]\\+\\)',
    '\\(.*\\)',
    '-',
    '^',
    '$',
  ],
  ...[
    '[[:alpha:]]*',
    'x\\?',
    '\\([0-9]*\\.[0-9]*\\)',
    'a\\{2\\}',
    'CONFIG_',
    '=[ym]',
    'two\\|five',
    '[a-z]\\{1,3\\}',
    '*',
    '\\w',
  ],
];
const extendedPieces = [
  ...[
    'a',
    '.',
    '[0-9]+',
    '.*',
    '\\.',
    '[^.-]*',
    'o+',
    '(a)',
    '([0-9]+)',
    '(.*)',
    '-',
    '^',
    '$',
    '(one|two)',
    'x?',
  ],
  ...['([0-9]+\\.[0-9]+)', 'a{2}', '(-rc[0-9]+)?', '[[:upper:]]+', 'CONFIG_', '=(y|m)', '(o|oo)', '\\b'],
];

function regex(random: Random, pieces: readonly string[]): string {
  let source = random.chance(25) ? '^' : '';
  for (let i = 0; i < 1 + random.below(4); i++) source += random.pick(pieces);
  return source + (random.chance(20) ? '$' : '');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** One program with arguments such as a dkms.conf gives them. */
function program(random: Random): string {
  const basic = () => regex(random, basicPieces);
  const extended = () => regex(random, extendedPieces);
  const replacement = () => random.pick(['', 'X', '\\1', '<&>', '\\1-\\2', '\\2', 'a\\/b', '\\n']);
  switch (random.below(14)) {
    case 0:
      return `grep ${random.pick(['', '-o ', '-v ', '-c ', '-q ', '-i ', '-x ', '-w ', '-io ', '-e '])}${quoted(basic())}`;
    case 1:
      return `grep -E${random.pick(['', 'o', 'q', 'v', 'c', 'w', 'ow'])} ${quoted(extended())}`;
    case 2:
      return `grep -F${random.pick(['', 'c', 'x', 'o'])} ${quoted(random.pick(['a', '.', 'CONFIG_USB=y', 'one', '[']))}`;
    case 3:
    case 4:
      return `sed ${quoted(`s/${basic()}/${replacement()}/${random.pick(['', 'g', '2', 'gI', 'I'])}`)}`;
    case 5:
    case 6:
      return `sed -E ${quoted(`s/${extended()}/${replacement()}/${random.pick(['', 'g', 'g', 'p'])}`)}`;
    case 7:
      return `sed -n ${quoted(random.pick([`/${basic()}/p`, '1p', '$p', `s/${basic()}/${replacement()}/p`, '2q', `/${basic()}/!p`]))}`;
    case 8:
      return `sed -e ${quoted(`s|${random.pick(['a', '-.*', '[/]', '[.]'])}|#|g`)} -e ${quoted(random.pick(['1d', '$d', 's,-,_,', 's/a//;s/b//', 's#/#:#g']))}`;
    case 9:
      return `cut -d${quoted(random.pick(['.', '-', ' ', ':', '=']))} -f${random.pick(['1', '2', '1,2', '1-2', '2-', '-2', '3,1', '9'])}${random.pick(['', '', ' -s'])}`;
    case 10:
      return `cut -c${random.pick(['1', '1-3', '2-', '1,3', '-4'])}`;
    case 11:
      return 'cat';
    case 12:
      return `while IFS=${random.pick(["'.'", "' '", "'.-'", "''", "': '"])} read -r ${random.pick(['a', 'a b', 'a b c'])}; do echo "<$a|$b|$c>"; done`;
    default:
      return `{ IFS=${random.pick(["'.'", "' '", "'.-'", "'-'", "'/'"])} read -ra l; printf '<%s>' "\${l[@]}"; }`;
  }
}

function statement(random: Random): string {
  const input = random.pick(inputs);
  switch (random.below(12)) {
    case 0:
      return `X=$(dirname ${quoted(random.pick(inputs))})`;
    case 1:
      return `X=$(printf ${quoted(random.pick(['%s\\n', '%s-%s', '%03d', '%5s|', '%-5s|', '%d.%d\\n', '%x', '%%', 'a\\tb', '%.2s', '%c', '%b', '%-6b|']))} ${random.pick(['', '12', '7 8', 'foo bar', '0x1f', '010', '"a b" c d', "'a\\tb' '\\101\\0101\\x41\\\\'"])})`;
    case 2:
      return `X=$(echo ${random.pick(['-n', '-e', '-ne', '', '-E', '-en'])} ${random.pick(["'a\\tb'", "'a\\nb'", "'\\x41\\0102'", "'a\\cb' c", 'a  b', "'\\\\'", "'\\q'"])})`;
    case 3:
      return `[[ ${quoted(input)} =~ ${regex(random, extendedPieces)} ]]; X="$?:\${BASH_REMATCH[*]}:\${BASH_REMATCH[1]}"`;
    case 4:
      return `X=\`echo ${quoted(input)} | ${program(random).replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('$', '\\$')}\``;
    case 5:
      return `X=$(printf %s ${quoted(input)} | ${program(random)}; echo "$?")`;
    case 6:
      return `X=$(${program(random)} <<< ${quoted(input)})$?`;
    case 7:
      return `X=$(echo ${quoted(input)} | ${program(random)} | ${program(random)})$?`;
    default:
      return `X=$(echo ${quoted(input)} | ${program(random)})`;
  }
}

/** What X holds in real bash after each statement, `undefined` if bash ended. */
function realValues(statements: readonly string[]): (string | undefined)[] {
  const script = statements
    .map(
      (one, i) =>
        `( shopt -s extglob; trap 'printf "%s\\0%s\\0" ${i} "$X"' EXIT; unset X; ${one}\n) 2> /dev/null < /dev/null\n`,
    )
    .join('');
  const run = spawnSync('bash', {
    input: script,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
    timeout: hangMs,
  });
  const fields = run.stdout.toString('utf8').split('\0');
  const values: (string | undefined)[] = statements.map(() => undefined);
  for (let i = 0; i + 1 < fields.length; i += 2) values[Number(fields[i])] = fields[i + 1];
  return values;
}

test('commands whose words and input are known print what the real ones print', () => {
  const random = new Random(firstSeed);
  const statements = Array.from({ length: commands }, () => statement(random));
  const real = realValues(statements);
  const wrong: string[] = [];
  let known = 0;
  for (const [i, source] of statements.entries()) {
    const { paths } = evaluate(parseScript(`${source}\n`), () => ({ kind: 'unset' }));
    const [path] = paths;
    const value = paths.length === 1 && !path?.end ? path?.variable('X').elements.get(0)?.value : undefined;
    if (value?.kind !== 'known') continue;
    known++;
    if (value.text !== real[i])
      wrong.push(`${source}: ${JSON.stringify(real[i])}, predicted ${JSON.stringify(value.text)}`);
  }
  console.log(`${commands} commands: ${known} known, ${wrong.length} wrong`);
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(known / commands).toBeGreaterThan(0.5);
});
