import { describe, expect, test } from 'vitest';
import { parseScript } from '../syntax/script-parser.ts';
import { evaluate } from './evaluate.ts';

const environment: Readonly<Record<string, string>> = { kernelver: '6.1.0-9-amd64' };

/** The values of X, Y and Z on each path; `?` for an unknown one, `[i]` if there are several elements. */
function run(text: string): string[] {
  const { paths } = evaluate(parseScript(text), (name) =>
    name.startsWith('OUTSIDE')
      ? { kind: 'unknown', reason: 'it comes from outside' }
      : environment[name] === undefined
        ? { kind: 'unset' }
        : { kind: 'set', text: environment[name] },
  );
  return paths.map((path) => {
    if (path.end) return path.end.kind;
    const shown = ['X', 'Y', 'Z'].flatMap((name) => {
      const { elements, open } = path.variable(name);
      const texts = [...elements]
        .sort(([a], [b]) => a - b)
        .map(([index, { value }]) => {
          const subscript = index === 0 && elements.size === 1 ? '' : `[${index}]`;
          return `${name}${subscript}=${value.kind === 'known' ? value.text : '?'}`;
        });
      return open ? [...texts, `${name}[*]=?`] : texts;
    });
    return shown.join(' ') + (path.mayBeLost ? ' or lost' : '') + (path.assumed ? ' assumed' : '');
  });
}

describe('one path', () => {
  test.each([
    [`X=a"b c"'d $e'\\ f`, 'X=ab cd $e f'],
    [`X=$'a\\tb\\x41'`, 'X=a\tbA'],
    ['X="a\\"b\\$c\\d"', 'X=a"b$c\\d'],
    ['X=one\\\ntwo', 'X=onetwo'],
    ['X\\\nY=1; Y=$X\\\nY; Z="${X\\\nY}"', 'Y=1 Z=1'],
    ['X\\\n[1]\\\n+=a', 'X[1]=a'],
    [
      'l=(a "" b); X=("${l[@]/#/<}"); Y=("${l[@]/%/>}"); Z=${l/#//u/}${l//}${l///x}',
      'X[0]=<a X[1]=< X[2]=<b Y[0]=a> Y[1]=> Y[2]=b> Z=/u/aaa',
    ],
    ['X=(a "b c" [5]=d e)', 'X[0]=a X[1]=b c X[5]=d X[6]=e'],
    ['X=a; X+=b; Y[2]=c; Y[n=1]=d', 'X=ab Y[1]=d Y[2]=c'],
    ['X=(a); X+=(b c); X[-1]=z', 'X[0]=a X[1]=b X[2]=z'],
    ['n=3; X[n++]=a; X[$((n))]=b', 'X[3]=a X[4]=b'],
    ['X=${kernelver%%-*}; Y=${kernelver#*.}; Z=${kernelver//./_}', 'X=6.1.0 Y=1.0-9-amd64 Z=6_1_0-9-amd64'],
    ['X=${unset:-d}; Y=${kernelver:+set}; : ${Z:=assigned}', 'X=d Y=set Z=assigned'],
    ['X=foo; Y=${X^^}; Z=${X^}${#X}${X:1:1}${X: -2}', 'X=foo Y=FOO Z=Foo3ooo'],
    ['l=(a b c); X=${#l[@]}; Y=${l[*]}; Z=${!l[@]}', 'X=3 Y=a b c Z=0 1 2'],
    ['n=X; X=5; Y=${!n}', 'X=5 Y=5'],
    ['X=$((2 ** 10 / 3 % 100)); Y=$((0x10 + 010 + 2#11)); Z=$((1 ? 2 : 3))', 'X=41 Y=27 Z=2'],
    ['if [ a = a ] && [[ $kernelver =~ ^6\\.[0-9]+ ]]; then X=yes; else X=no; fi', 'X=yes'],
    ['case $kernelver in 5.*) X=5;; 6.@(1|2).*) X=6;& *) Y=too;; esac', 'X=6 Y=too'],
    ['for i in a "b c" {1..3}; do X+="<$i>"; done', 'X=<a><b c><1><2><3>'],
    ['for ((i = 0; i < 9; i++)); do ((i == 3)) && break; X+=$i; done', 'X=012'],
    ['n=0; while [ $n -lt 3 ]; do n=$((n + 1)); [ $n = 2 ] && continue; X+=$n; done', 'X=13'],
    ['f() { local Y=in; X=$1$#; return; X=never; }; Y=out; f a b', 'X=a2 Y=out'],
    ['X=$(cat <<E\n$kernelver \\$x \\\n"two"\nE\n)', 'X=6.1.0-9-amd64 $x "two"'],
    ["X=$(cat <<'E'\n$kernelver \\\nE\n)", 'X=$kernelver \\'],
    ['read -r X Y <<-E\n\t a b c\n\tE', 'X=a Y=b c'],
    ["read -r -d '' X <<E\none\n two\nE\nY=$?", 'X=one\n two Y=1'],
    ['while read -r a; do X+="<$a>"; done < <(echo 1; echo 2)', 'X=<1><2>'],
    ['while read -r; do X+="<$REPLY>"; done <<E\n a\nb \nE', 'X=< a><b >'],
    ['mapfile -t X < <(printf "a\\nb\\n")', 'X[0]=a X[1]=b'],
    [
      'declare -A m=([a]=1 ["b c"]=2); m[$kernelver]=3; X=${m[b c]}${m[$kernelver]}${#m[@]}; Y=${m[d]-none}',
      'X=233 Y=none',
    ],
    ['declare -A m=([a]=1 [b]=2); for X in "${!m[@]}"; do Y=$X; done', 'X[*]=? Y[*]=?'],
    ['declare -A m; m=zero; m[a]+=x; unset "m[a]"; X=$m${#m[@]}', 'X=zero1'],
    ['declare -A m; m[$OUTSIDE-x]=1; m[a]=2; X=${m[a]}; Y=${m[b]}', 'X=2 Y=?'],
    [
      'X=$(echo a.b | tr . _ | head -n1); Y=$(basename /x/y.ko .ko); Z=$(echo $kernelver | awk -F. "{print \\$2}")',
      'X=a_b Y=y Z=1',
    ],
    ['[ "$(printf "%s\\n" 5.15 $kernelver | sort -V | head -n1)" = 5.15 ] && X=new', 'X=new'],
    ['[[ 010 < 09 ]]; X=$?; [[ a < b ]]; Y=$?', 'X=0 Y=?'],
    ['X=1; (X=2); echo | X=3; X=4 true; $(X=5)', 'X=1'],
    ['$($OUTSIDE)', 'X[*]=? Y[*]=? Z[*]=? assumed'],
    ['X=1; (X=2); echo | X=3; X=4 true', 'X=1'],
    ['X=1; unset X; Y=(a b); unset "Y[0]"', 'Y[1]=b'],
    ["eval 'X=a; Y=$X'", 'X=a Y=a'],
    ['X=$(echo $kernelver | sed "s/-.*//"); Y=$(cut -d. -f1,2 <<< $X)', 'X=6.1.0 Y=6.1'],
    ['X=$(dirname /a/b.c); Y=`echo \\\\`', 'X=/a Y=\\'],
    ['X=$(V=in; echo $V; exit 3); Y=$?; echo $(echo a; false); Z=$?', 'X=in Y=3 Z=0'],
    ['f() { printf "%s-%02d" "$1" 7; }; X="$(f a)"; Y=$(f b | sed s/b/B/)', 'X=a-07 Y=B-07'],
    ['X=$(echo a 2>/dev/null; echo b >&2); { read Y; read Z; } <<< $"1\n2"', 'X=a Y=1 Z=2'],
    ['while read -r l; do X+=$l,; done < <(echo a); X=b', 'X=b'],
    ['echo a | grep -q a && X=yes || X=no; ! echo a | grep -q b && Y=yes', 'X=yes Y=yes'],
    ['[[ $kernelver =~ ^([0-9]+)\\.([0-9]+) ]]; X=${BASH_REMATCH[1]}; Y=${BASH_REMATCH[2]}', 'X=6 Y=1'],
    ['l=(a b c d); X="${l[*]:1:2}"; Y=${l[@]: -1}; IFS=,; Z="${l[*]}"', 'X=b c Y=d Z=a,b,c,d'],
    ["X=it\\'s; Y=${X@Q}; Z=${X@U}${X^^[a-i]}", "X=it's Y='it'\\''s' Z=IT'SIt's"],
    ['declare -i X=2+3; X+=4; declare -u Y=a; Y+=b; declare -l Z=Q', 'X=9 Y=AB Z=q'],
    ['IFS=.; set -- $kernelver; X=$1; Y=$2; unset IFS; Z="$*"', 'X=6 Y=1 Z=6 1 0-9-amd64'],
    ['read -ra X <<< "a b"; mapfile -t Y <<< "1 2"', 'X[0]=a X[1]=b Y=1 2'],
    ['IFS=. read -r X Y Z <<< "1.2.3.4"', 'X=1 Y=2 Z=3.4'],
    ['printf -v X "%s-%s" a b', 'X=a-b'],
    [`X=$(printf '%b|%-4b|' 'a\\x41\\0101\\101' 'b\\\\') Y=$(printf %b 'a\\cb')`, 'X=aAAA|b\\  | Y=?'],
    ['X=1; return 3; X=2', 'X=1'],
    ['X=1\nif', 'X=1'],
  ])('%s', (text, expected) => {
    expect(run(text)).toEqual([expected]);
  });
});

describe('ending the shell that reads the file discards everything', () => {
  test.each([
    'X=1; exit',
    'readonly X=1; X=2',
    'X[-3]=1',
    'X[08]=1',
    'X=$((1/0))',
    'X=${a!}',
    'X=${unset:?gone}',
    'set -u; X=$unset',
    'set -u; ((n = n + 1)); X=1',
    'X=(a); X[0]=(b c)',
    'die 3',
    'exec true',
  ])('%s', (text) => {
    expect(run(text)).toEqual(['lost']);
  });
});

describe('what does not end the shell', () => {
  test.each([
    ['set -e; false; X=1', 'X=1'],
    ['((1/0)); X=1', 'X=1'],
    ['let 1/0; X=1', 'X=1'],
    ['[ a = ; X=1', 'X=1'],
    ['(exit 1); X=1', 'X=1'],
    ['break; X=1', 'X=1'],
    ['./no-such-program; X=1', 'X=1'],
    ['unset EUID; X=1', 'X=1'],
  ])('%s', (text, expected) => {
    expect(run(text)).toEqual([expected]);
  });
});

describe('unknown values', () => {
  test.each([
    ['X=$(nproc)', ['X=?']],
    ['X=$OUTSIDE; Y=1', ['X=? Y=1']],
    ['X=~/a', ['X=?']],
    ['X=(a$OUTSIDE)', ['X[*]=?']],
    ['X=("a$OUTSIDE" b)', ['X[0]=? X[1]=b']],
    ['false; if false; then :; else X=$?; fi', ['X=1']],
    ['f() { X=$1; }; f $OUTSIDE; Y=1', ['X=? Y=1']],
    ['for i in $OUTSIDE; do X=1; done; Y=2', ['X[*]=? Y=2']],
    ['[ -f a ] && X=1', ['X=1', '']],
    ['if grep -q a b; then X=1; else X=2; fi; Y=$X', ['X=1 Y=1', 'X=2 Y=2']],
    ['case $OUTSIDE in a) X=1;; b) X=2;; esac', ['X=1', 'X=2', '']],
    ['[ -f a ] && exit; X=1', ['lost', 'X=1']],
    ['[ -f a ] && return; X=1', ['', 'X=1']],
    ['[ -f a ] && echo; X=1', ['X=1']],
    ['X=1; . ./.config; Y=2', ['X[*]=? Y=2 Y[*]=? Z[*]=?']],
    ['X=1; eval "$OUTSIDE"', ['X[*]=? Y[*]=? Z[*]=? assumed']],
    ['X=1; . ./version.sh; X=2; Y[1]=3', ['X=2 X[*]=? Y[1]=3 Y[*]=? Z[*]=? assumed']],
    ['X=1; ( . ./version.sh; X=2 ); . ./version.sh | X=3; Y=$(. ./version.sh)', ['X=1 Y=?']],
    ['for f in $OUTSIDE; do X=$f; [ -f a ] && break; done; Y=2', ['X[*]=? Y=2']],
    ['for f in $OUTSIDE; do for g in a; do X=1; break 2; done; done; Y=2', ['X[*]=? Y=2']],
    ['for f in $OUTSIDE; do X=$f; [ -f a ] && return; done; Y=2', ['X[*]=?', 'X[*]=? Y=2']],
    ['f() { [ -f a ] && return; X=1; }; for g in $OUTSIDE; do f; done; Y=2', ['X[*]=? Y=2']],
    ['X=1\nY=$(fi)', ['unknown']],
    ['X=1\nY=$(', ['X=1']],
    ['X=1\0', ['unknown']],
  ])('%s', (text, expected) => {
    expect(run(text)).toEqual(expected);
  });

  test('from a sourced file leave later assignments known', () => {
    expect(run('. ./other; X=2')[0]).toMatch(/^X=2/);
  });
});

test('many undecided conditions are merged', () => {
  const paths = run('[ -f a ] && X=1\n'.repeat(50));
  expect(paths.length).toBeLessThanOrEqual(128);
});

describe('evaluation ends within its limits', () => {
  test.each([
    'while :; do :; done',
    'while true; do X=$X$X.; done',
    'for ((;;)); do X+=(a); done',
    'f() { f; f; }; f',
    `X='eval "$X"; eval "$X"'; eval "$X"`,
    'a=b; b=a; X=$((a))',
    `X=$((${'-'.repeat(100_000)}1))`,
    'while [[ aaaaaaaaaaaaaaaaaaaaaaaa =~ (a*)*(a*)*(a*)*b ]] || true; do :; done',
  ])('%s', (text) => {
    expect(run(text)).toHaveLength(1);
  });
});

test('spans lie within the file', () => {
  const text = 'X=$(a)\neval \'Y="$(something long that is not in the file)"\'\nZ=(1 2)\n';
  const [path] = evaluate(parseScript(text), () => ({ kind: 'unset' })).paths;
  expect(path?.assignments.map(({ name, index }) => `${name}[${index}]`)).toEqual([
    'X[0]',
    'Y[0]',
    'Z[0]',
    'Z[1]',
  ]);
  for (const { span, nameSpan, valueSpan } of path?.assignments ?? []) {
    for (const { start, end } of [span, nameSpan, valueSpan]) {
      expect(start).toBeLessThanOrEqual(end);
      expect(end).toBeLessThanOrEqual(text.length);
    }
  }
});
