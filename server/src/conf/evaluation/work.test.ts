import { describe, expect, test } from 'vitest';
import { parseScript } from '../syntax/script-parser.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { WorkLimit, WorkLimitExceeded } from './work.ts';

const longest = 65_536;
const repeated = (text: string) => text.repeat(Math.floor((longest - 1_000) / text.length));
const counted = (line: (i: number) => string) => {
  let text = '';
  for (let i = 0; text.length < longest - 1_000; i++) text += line(i);
  return text;
};
const a = 'a'.repeat(60_000);

/** The largest cost: the two limits for paths, and the first path in addition; see evaluate.ts. */
const mostWork = (text: string) => 3 * (400_000 + text.length) + 200_000 + 100_000;

function evaluated(text: string): Evaluation {
  const config = 'CONFIG_SOME_SYMBOL=y\n'.repeat(5_000);
  const file = () => ({ kind: 'file', size: config.length, text: config }) as const;
  return evaluate(parseScript(text), () => ({ kind: 'unset' }), { hostFacts: { file } });
}

/** Checks that only what was not followed to its end is unknown, with that reason. */
function expectBounded(text: string): number {
  const { paths, work } = evaluated(text);
  expect(work).toBeLessThan(mostWork(text));
  for (const { end } of paths) if (end?.kind === 'unknown') expect(end.why.reason).not.toBe('');
  return work;
}

test('the example that once took 5 seconds is evaluated to its end with little work', () => {
  const { paths, work } = evaluated(`x=${'a'.repeat(2_000)}\nfor i in {1..20}; do y=\${x%%*b}; done\n`);
  expect(paths[0]?.end).toBeUndefined();
  expect(paths[0]?.variable('y').elements.get(0)?.value).toEqual({ kind: 'known', text: 'a'.repeat(2_000) });
  expect(work).toBeLessThan(400_000);
});

// Each of these once took minutes or never ended, or would, if its work were not counted or were repeated.
test.each([
  ['a trimmed pattern', `x=${a}\nwhile :; do y=\${x%%*b}; done`],
  ['a replaced pattern', `x=${a}\nwhile :; do y=\${x//*a*a*b/z}; done`],
  ['groups that are none', `x=a; y=\${x#${'@('.repeat(90)}a}`],
  ['a case', `x=${a}\nwhile :; do case $x in *a*a*b) ;; esac; done`],
  ['a regular expression', `while :; do [[ ${a} =~ (a*)*(a*)*b ]]; done`],
  ['an expression of nothing, very often', '[[ a =~ ((){32767}){32767} ]]'],
  ['brackets with many members', `x=${a}\nwhile :; do y=\${x//[${'bc'.repeat(1_000)}]/}; done`],
  ['sums of sums', `${counted((i) => `a${i}=a${i + 1}+a${i + 1}\n`)}\necho $((a0))`],
  ['parentheses of two meanings', `x=${'$(('.repeat(150)}1${') )'.repeat(150)}`],
  ['braces that open only', `for i in ${'{'.repeat(60_000)}; do :; done`],
  ['long words in braces', `for i in ${'a'.repeat(30_000)}{1..9999}; do :; done`],
  ['slashes', `while :; do x=$(dirname ${'/'.repeat(60_000)}x); done`],
  ['what is printed', `x=${a}\ny=$(while :; do echo "$x"; done)`],
  ['the end of a list', `x=(${repeated('a ')})\nwhile :; do y=\${x[-1]}; done`],
  ['functions in subshells', `${counted((i) => `f${i}(){ :; }\n`)}\nwhile :; do x=$(g() { :; }); done`],
  ['lists in subshells', `${counted((i) => `x[${i}]=1\n`)}\nwhile :; do x=$(x[1]=2); done`],
  ['what an unknown branch does', `while :; do if [ -e $U ]; then ${counted((i) => `a${i}=1;`)} fi; done`],
  ['backquotes', `while :; do x=\`${counted((i) => `a${i}=1;`)}\`; done`],
  ['a sed that doubles', `x=$(echo a | sed '${repeated('s/a/aa/g;')}')`],
  ['a cut with many ranges', `x=$(echo ${'a'.repeat(30_000)} | cut -c ${'1,'.repeat(15_000)}1)`],
  ['a wide printf', `x=$(printf '${repeated('%9999s')}' a)`],
  ['keys', 'declare -A m; while :; do m[$((n++))]=x; done'],
  ['a here-document', `while :; do read -r x <<E\n${a}\nE\ndone`],
  ['here-documents in here-documents', `x=${a}; while :; do x=$(cat <<E\n$x$(cat <<F\n$x\nF\n)\nE\n); done`],
  ['a tr', `x=${a}; while :; do y=$(echo $x | tr a-z A-Z); done`],
  ['a sort', `while :; do y=$(printf '%s\\n' ${repeated('1.2 ')} | sort -V); done`],
  ['an awk', `while :; do y=$(echo ${repeated('a.')} | awk -F. '{print $9,$NF}'); done`],
  ['numbers in a row', 'while :; do y=$(seq 9999); done'],
  ['conditions nobody knows', counted((i) => `[ -n "$A${i}" ] && MAKE[${i}]=x\n`)],
])('%s', (_, text) => {
  expectBounded(text);
});

describe('search for the most expensive input', () => {
  const pieces = [
    ...['x=$x$x.', 'x=${x//a/bb}', 'x=${x%%*b}', 'x=${x^^}', 'y=("${y[@]}" "${y[@]}" $x)', 'x=${y[*]}'],
    ...['x=$(echo "$x$x")', 'x=$(echo "$x" | sed "s/a*/&&/g")', 'x=$(echo "$x" | cut -c1-)', '((n=n*2+1))'],
    ...[
      '[[ $x =~ (a*)*(b|a*)c ]]',
      'case $x in *a*b*a) n=1;; esac',
      '[ -n "$U" ] && MAKE[n]=$x',
      'f() { x=$x$n; }',
    ],
    ...['f', 'eval "x=\\"$x\\""', 'while read -r l; do n=$l; done <<< "$x"', 'y[n++]=$x', 'z=${y[-1]}${#x}'],
    ...['for i in {1..50}; do', 'while :; do', 'if [ -f /a ]; then', 'done', 'fi', ': {1..9}{1..9}{a,b,c}'],
  ];

  test.each([1, 2, 3])('seed %i', (seed) => {
    const random = new Random(seed);
    let slowest: { text: string; work: number } = { text: '', work: 0 };
    const tried: { text: string; work: number }[] = [];
    for (let round = 0; round < 60; round++) {
      const from = round < 20 ? '' : random.pick(tried.slice(0, 8)).text;
      const lines = from === '' ? ['x=aab', 'n=3'] : from.split('\n');
      for (let i = 0; i < 1 + random.below(4); i++)
        lines.splice(2 + random.below(Math.max(1, lines.length - 1)), random.below(2), random.pick(pieces));
      const text = lines.join('\n');
      const work = expectBounded(text);
      if (work > slowest.work) slowest = { text, work };
      tried.push({ text, work });
      tried.sort((one, other) => other.work - one.work);
    }
    console.log(`seed ${seed}: ${slowest.work} units of work for ${JSON.stringify(slowest.text)}`);
    expect(slowest.work).toBeGreaterThan(0);
  });
});

test('a work limit is used up', () => {
  const work = new WorkLimit(10);
  work.spend(10);
  expect(() => work.spend(1)).toThrow(WorkLimitExceeded);
});

/** The same numbers from the same seed. */
class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2_654_435_761 + 1) >>> 0;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  pick<Choice>(choices: readonly Choice[]): Choice {
    return choices[this.below(choices.length)] as Choice;
  }
}
