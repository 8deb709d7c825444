import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { evaluate } from '../../server/src/conf/evaluation/evaluate.ts';
import { parseScript } from '../../server/src/conf/syntax/script-parser.ts';
import { quoted } from '../../server/src/shell-words.ts';
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

/** A call of a program with arguments like those in a dkms.conf. */
function program(random: Random): string {
  const basic = () => regex(random, basicPieces);
  const extended = () => regex(random, extendedPieces);
  const replacement = () => random.pick(['', 'X', '\\1', '<&>', '\\1-\\2', '\\2', 'a\\/b', '\\n']);
  switch (random.below(22)) {
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
    case 13:
      return `tr ${random.pick(["-d '.'", "'.' ' '", 'a-z A-Z', "'[:upper:]' '[:lower:]'", "-cd '0-9.'", "-s ' '", "-dc '[:digit:]'", "'.-' '__'", "'\\n' ' '", 'abc x', "-d '\\n'", "'[a-z]' '[A-Z]'", "'a-f' 'A-C'", "-s '[:space:]'"])}`;
    case 14:
      return `${random.pick(['head', 'tail'])} ${random.pick(['-n 1', '-n1', '-1', '-n 2', '-3', '', '-n 0'])}`;
    case 15:
      return `tail -n +${random.below(4)}`;
    case 16:
    case 17:
      return `awk ${random.pick(['', '-F. ', '-F: ', "-F'[.-]' ", '-F - ', "-F '=' ", '-F/ '])}${quoted(`${random.pick(['', '', 'NR==2 ', 'NR==1'])}{${random.pick(['', ' '])}print ${random.pick(['$1', '$2', '$NF', '$1 "." $2', '$1,$3', '$0', '"v" $1', '', '$1"-"$2;', '$9', '$1 $2'])}}`)}`;
    case 18:
      return `sort ${random.pick(['-V', '-rV', '-V -r', '-uV', '--version-sort', '-VC', '-V -u -r', '-cV'])}`;
    case 19:
      return `wc ${random.pick(['-l', '-w', '-c'])}`;
    case 20:
      return `${random.pick(['egrep', 'fgrep'])} ${random.pick(['', '-o ', '-q '])}${quoted(random.pick(['a', '6.1', '[0-9]+', 'one|two', 'CONFIG_']))}`;
    case 12:
      return `while IFS=${random.pick(["'.'", "' '", "'.-'", "''", "': '"])} read -r ${random.pick(['a', 'a b', 'a b c'])}; do echo "<$a|$b|$c>"; done`;
    default:
      return `{ IFS=${random.pick(["'.'", "' '", "'.-'", "'-'", "'/'"])} read -ra l; printf '<%s>' "\${l[@]}"; }`;
  }
}

function statement(random: Random): string {
  const input = random.pick(inputs);
  switch (random.below(20)) {
    case 0:
      return `X=$(dirname ${quoted(random.pick(inputs))})`;
    case 8:
      return `X=$(basename ${quoted(random.pick(inputs))} ${random.pick(['', '.gz', '/', 'c', '.b.c', "''"])})`;
    case 9:
      return `X=$(${random.pick(['seq 3', 'seq 2 5', 'seq 5 2', 'seq -1 1', 'seq 0', 'expr 3 + 4', "expr 3 '*' 4", 'expr 7 / 2', 'expr 7 % 4', 'expr 1 - 1', "expr 6 '<' 5", 'expr 5 = 5', 'expr -3 / 2'])})$?`;
    case 10:
      return `X=$(printf '%s\n' ${Array.from({ length: 2 + random.below(3) }, () => random.pick(versions)).join(' ')} | ${program(random)})$?`;
    case 11:
      return `X=$(printf '%s\n' ${Array.from({ length: 2 + random.below(3) }, () => random.pick(versions)).join(' ')} | sort ${random.pick(['-V', '-rV', '-VC', '-uV'])}${random.pick(['', ' | head -n1', ' | tail -1'])})$?`;
    case 12:
      return `V=${quoted(input)}; X=$(${program(random)} <<${random.pick(['', '-'])}END\n${document(random)}\tEND\nEND\n)`;
    case 13:
      return `X=; while ${random.pick(['', 'IFS= ', 'IFS=: '])}read -r ${random.pick(['a', 'a b', ''])}; do X+="<$a|$b|$REPLY>"; done < <(${program(random)} <<< ${quoted(input)})`;
    case 14:
      return `V=${quoted(input)}; ${random.pick(["read -r -d '' X", "IFS= read -r -d '' X", "read -rd '' X", "read -d '' -ra X", 'IFS= read -r X', 'read -r'])} <<${random.pick(['END', "'END'", '\\END', '"END"'])}\n${document(random)}END\nX="$X:$REPLY:$?"`;
    case 15:
      return keyedList(random);
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

const versions = [
  ...[
    '6.1',
    '6.10',
    '6.2',
    '5.15.0-91-generic',
    '6.1.0-56-amd64',
    '6.6.8-200.fc39.x86_64',
    '5.14.0-362.8.1.el9_3.x86_64',
  ],
  ...[
    '6.18.5-arch1-1',
    '4.19',
    '10',
    '7.0.0-rc1',
    '6.01',
    '1.0',
    '1.0.0',
    '6.1.0',
    '6.1.10+deb13-amd64',
    '5.4a',
    '5.4-1',
    'v6.2',
  ],
];

/** Some lines of a here-document. */
function document(random: Random): string {
  const lines = [
    ...[
      'plain text',
      '$V',
      '\t$V tabbed',
      '"quoted" \'and\' so',
      '$(echo inner "$V")',
      '`echo $V`',
      'back\\slash \\$V \\`x\\`',
    ],
    ...[
      'joined \\',
      '${V:-none} ${#V}',
      '$((1 + 2))',
      '',
      '# no comment',
      '\\"',
      '${V%%.*}',
      '*',
      '~',
      'END ',
      'a \\\\',
      '${unset_name:-"x"}',
    ],
  ];
  return `${Array.from({ length: random.below(4) }, () => `${random.pick(lines)}\n`).join('')}last\n`;
}

/** A list with keys, declared, filled and read. */
function keyedList(random: Random): string {
  const key = () => random.pick(['a', 'b c', '6.1', 'k-1', '$kernelver', '0', 'x/y', 'n']);
  const filled = [
    `m=([${quoted(key())}]=one [${key().replace(' ', '_')}]="two words")`,
    `m["${key()}"]=three`,
    `m[${quoted(key())}]+=more`,
    `m[${key().replace(' ', '_')}]=$kernelver`,
    'm=zero',
    "unset 'm[a]'",
    'm+=([z]=last)',
    'n=5',
  ];
  const read = [
    `"\${m[${key().replace(' ', '_')}]}"`,
    `"\${m["${key()}"]}"`,
    '"${#m[@]}"',
    '"$m"',
    '"${m[a]:-none}"',
    '"${m[@]}"',
    '"${!m[@]}"',
    '"${m[k-1]:+set}"',
    '"${#m[a]}"',
    '"$((n + 1))"',
    '"$((m[a]))"',
  ];
  const steps = Array.from({ length: 1 + random.below(4) }, () => random.pick(filled)).join('; ');
  const scope = random.chance(20) ? ['f() { local -A m; ', '; }; f'] : ['declare -A m; ', ''];
  return `kernelver=6.1; ${scope[0]}${steps}; X=${random.pick(read)}:${random.pick(read)}${scope[1]}`;
}

/** The value of X in real bash after each statement; `undefined` if bash ended. */
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
