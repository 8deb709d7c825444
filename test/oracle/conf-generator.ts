/** A small generator of random numbers, so that a failing file can be made again from its seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761 + 1) >>> 0;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

const directives = [
  ...[
    'PACKAGE_NAME',
    'PACKAGE_VERSION',
    'BUILT_MODULE_NAME',
    'BUILT_MODULE_LOCATION',
    'DEST_MODULE_LOCATION',
  ],
  ...['MAKE', 'MAKE_MATCH', 'CLEAN', 'PATCH', 'AUTOINSTALL', 'BUILD_EXCLUSIVE_KERNEL', 'PRE_BUILD', 'STRIP'],
];
const helpers = ['V', 'name', 'list', 'n', 'i', 'KVER'];
const words = [
  'foo',
  'bar-1.0',
  '6.1',
  'yes',
  '/kernel/extra',
  'src/',
  'a.b.c',
  '10',
  '007',
  '3',
  'Foo_Bar',
  'x=y',
  '',
];

/** A file of random bash, in the style of dkms.conf files and beyond. */
export function generateConf(seed: number): string {
  const random = new Random(seed);
  const lines: string[] = [];
  for (let i = 0; i < 4 + random.below(12); i++) lines.push(statement(random, 2));
  return `${lines.join('\n')}\n`;
}

function statement(random: Random, depth: number): string {
  const kind = random.below(depth > 0 ? 33 : 9);
  switch (kind) {
    case 9:
    case 10:
      return `if ${condition(random, depth)}; then\n${block(random, depth)}\n${random.chance(40) ? `elif ${condition(random, depth)}; then\n${block(random, depth)}\n` : ''}${random.chance(50) ? `else\n${block(random, depth)}\n` : ''}fi`;
    case 11: {
      const patterns = random.pick([
        'foo|bar*',
        '6.*',
        '[0-9]*',
        '@(foo|yes)',
        '"foo"',
        '?oo',
        '*.b.*',
        '""',
      ]);
      return `case ${value(random, 1)} in\n  ${patterns}) ${block(random, 0)} ${random.pick([';;', ';&', ';;&'])}\n  *) ${block(random, 0)} ;;\nesac`;
    }
    case 12:
      return `for ${random.pick(['i', 'name'])} in ${random.pick(['a b c', '1 2', '"$V"', '$list', '"${list[@]}"', '{1..3}', '"${!list[@]}"', 'x{a,b}'])}; do\n${block(random, depth)}\ndone`;
    case 13:
      return `for ((i = 0; i < ${random.below(4)}; i++)); do\n${block(random, depth)}\ndone`;
    case 14:
      return `n=0\nwhile [ $n -lt ${random.below(4)} ]; do\n${random.chance(50) ? `${block(random, 0)}\n` : ''}n=$((n + 1))\ndone`;
    case 15:
      return `${condition(random, depth)} ${random.pick(['&&', '||'])} ${statement(random, 0)}`;
    case 16:
      return `set_it() {\n${random.chance(50) ? 'local V=inner\n' : ''}${block(random, depth - 1)}\n${random.chance(30) ? 'return 1\n' : ''}}\nset_it ${value(random, 1)}`;
    case 17:
      return `${random.pick(['local', 'declare', 'export', 'declare -a', 'readonly'])} ${random.pick(helpers)}x=${value(random, 1)}`;
    case 18:
      return `unset ${random.pick(['V', 'MAKE', "'MAKE[0]'", 'list', 'CLEAN', "'list[1]'"])}`;
    case 19:
      return `read ${random.pick(['', '-r '])}V name <<< ${value(random, 1)}`;
    case 20:
      return `IFS=. read -r V name n <<< ${value(random, 1)}`;
    case 21:
      return `( V=sub; MAKE=sub )\necho hello | MAKE=piped`;
    case 22:
      return `{ ${statement(random, 0)}; }`;
    case 23:
      return `eval "${random.pick(['V=evaluated', 'MAKE=\\"a b\\"', 'name=\\$V', 'PATCH[2]=x'])}"`;
    case 24:
      return `((${random.pick(['n++', 'n += 2', 'n = n * 2 + 1', 'i = 1 << 3', 'n > 2'])}))`;
    case 26:
      return random.pick([
        'declare -i n=4+1; n+=2',
        'declare -u V=up; V+=per',
        'declare -l name=LOW',
        'IFS=.; set -- $kernelver; V=$1$3; unset IFS',
        'IFS=,; V="${list[*]}"; name=${list[*]}; IFS=$\' \\t\\n\'',
        'mapfile -t list <<< "$(printf "a\\nb c\\n")"',
        'read -ra list <<< "$V x y"',
        "while read -r V; do name+=$V,; done <<< $'1\\n2'",
        'set -o pipefail',
        'source /dev/null',
        'cat <<EOF > /dev/null\n$V\nEOF\nV=$(cat <<EOF\n$V-$name \\$V\nEOF\n)',
        "read -r -d '' MAKE <<'EOF'\nmake KVER=$kernelver\nEOF",
        'while read -r i; do list+=("$i"); done <<EOF\n$V\n$name x\nEOF',
        'while read -r V name; do n=$((n + 1)); done < <(printf "%s\\n" "$V" a "b c")',
        'readarray -t list < <(echo "$V"; echo 2)',
        'declare -A map=([$n]=one ["$V"]=two [three]=3); V=${map[three]}${map[$n]} n=${#map[@]}',
        'declare -A map; map[$V]=x; map[a.b]+=y; name=${map[a.b]:-z}${map["$V"]}',
        'V=$(echo "$V" | tr a-z A-Z | head -n1)',
        'name=$(echo $kernelver | awk -F. \'{print $1 "_" $2}\')',
        '[ "$(printf "%s\\n" 6.2 "$kernelver" | sort -V | head -n1)" = 6.2 ] && V=new',
        'for i in $(seq 1 3); do name+=$(basename /x/$i.ko .ko); done',
        '. /lib/modules/$kernelver/build/.config',
        'command true; V=$?',
      ]);
    case 27:
      return `if [[ ${random.pick(['$kernelver', '$V', '"a-1.2"'])} =~ ${random.pick(['^([0-9]+)\\.([0-9]+)', '([a-z]+)-?(.*)', '(\\.)([^.]*)$', '(x)?'])} ]]; then V=\${BASH_REMATCH[1]} name=\${BASH_REMATCH[2]} n=\${#BASH_REMATCH[@]}; fi`;
    case 28:
    case 29:
      return `${random.pick(directives)}=${substitution(random)}`;
    case 30:
      return `${random.pick(helpers)}="$(${block(random, 0)}\necho "$V-$name")"`;
    case 31:
      return `if ${random.pick(['grep -q "^CONFIG_PCI=[ym]" $kernel_source_dir/.config', '[ -e /lib/modules/$kernelver/build ]', 'test -f $kernel_source_dir/Makefile', '[ -d /usr/src/nothing ]', '[ ! -f /lib/modules/$kernelver/source/x ]', 'grep -q "^CONFIG_NOTHING" "$kernel_config" 2>/dev/null', 'echo "$V" | grep -q o'])}; then\n${block(random, depth)}\nelse\n${block(random, depth)}\nfi`;
    case 32:
      return `pick() { ${random.pick(['echo "$1"', 'printf "%s" "${1%%.*}"', 'echo "<$*>"', 'local IFS=-; echo "$*"', 'echo $1; return 3'])}; }\n${random.pick(directives)}=$(pick ${value(random, 1)} b)$?`;
    case 25:
      return random.pick([
        'true',
        ': comment',
        '# a comment "with quotes',
        'printf -v V "%s-%s" a b',
        'return',
        'MAKE=make all',
        'NAME = value',
        'let n=3+4',
        'V=$(true)x',
        './script.sh',
        'cat <<EOF\nMAKE=inside\nEOF',
        'X=1 Y=2',
        'set -u',
        'fi',
        "MAKE='unterminated",
        'test -n "$V" || MAKE=none',
      ]);
    default:
      return assignment(random);
  }
}

/** A command substitution whose output can be predicted. */
function substitution(random: Random): string {
  const input = random.pick(['$kernelver', '"$V"', '"$PACKAGE_NAME"', 'a.b.c', '"6.1.0 x"', '"${list[@]}"']);
  const filter = random.pick([
    "sed 's/\\([0-9]*\\)\\..*/\\1/'",
    "sed -E 's/^([^.-]*)[.-](.*)$/\\2-\\1/'",
    'cut -d. -f1',
    'cut -d- -f2-',
    "grep -o '[0-9]*' | sed 1q",
  ]);
  const command = random.pick([
    `echo ${input} | ${filter}`,
    `echo ${input} | ${filter}`,
    `printf '%s' ${input} | ${filter}`,
    `${filter} <<< ${input}`,
    `echo ${input}`,
    `dirname /usr/src/${input}`,
    'uname -r',
    'nproc',
    'git describe 2>/dev/null',
    'cat /nonexistent 2>/dev/null || echo none',
    '[ -n "$V" ] && echo "$V" || echo none',
  ]);
  return random.chance(70)
    ? `"$(${command})"`
    : `\`${command.replaceAll('\\', '\\\\').replaceAll('$', '\\$')}\``;
}

function block(random: Random, depth: number): string {
  const count = 1 + random.below(2);
  return Array.from({ length: count }, () => statement(random, Math.max(0, depth - 1))).join('\n');
}

function assignment(random: Random): string {
  const name = random.chance(65) ? random.pick(directives) : random.pick(helpers);
  const operator = random.chance(15) ? '+=' : '=';
  if (random.chance(12)) {
    const items = Array.from({ length: random.below(4) }, () =>
      random.chance(20) ? `[${random.below(4)}]=${value(random, 1)}` : value(random, 1),
    );
    return `${name}${operator}(${items.join(random.pick([' ', '\n  ']))})`;
  }
  const subscript = random.chance(45)
    ? `[${random.pick(['0', '1', '2', '$n', 'n', '$((n++))', 'n+1', '${#list[@]}', '-1', '1+1'])}]`
    : '';
  return `${name}${subscript}${operator}${value(random, 2)}`;
}

function value(random: Random, depth: number): string {
  switch (random.below(12)) {
    case 0:
      return random.pick(words).replace(/^$/, '""');
    case 1:
    case 2:
    case 3:
      return `"${inner(random, depth)}"`;
    case 4:
      return `'${random.pick(['single  quoted', 'make -C $kernel_source_dir', '${kernelver}', 'a\\b', 'say "hi"', '^6\\.[0-9]+$', "a'b", 'x\ny', '$(echo deferred)', '"$V"'])}'`.replace(
        "'a'b'",
        "'a'\\''b'",
      );
    case 5:
      return `$'${random.pick(['tab\\there', 'new\\nline', '\\x41\\u0042', "it\\'s", '\\101'])}'`;
    case 6:
      return random.pick(['a\\ b', 'a\\"b', 'x\\$V', 'c\\\\d', 'long\\\nline', '\\`t\\`']);
    case 7:
      return `${random.pick(words)}"${inner(random, 0)}"${random.pick(['', 'tail', '$V'])}`.replace(
        /^""$/,
        '""',
      );
    case 8:
      return expansion(random, depth);
    case 9:
      return random.pick([
        '$((1 + 2))',
        '$((n * 3))',
        '$((0x1f & 7))',
        '$((n > 1 ? 5 : 6))',
        '$((010))',
        '$((2 ** 5 % 7))',
        '$((-7 / 2))',
        '$(( (n+1)*2 ))',
        '$((!n))',
        '$[1+1]',
      ]);
    default:
      return `"${inner(random, 0)}"`;
  }
}

function inner(random: Random, depth: number): string {
  const pieces: string[] = [];
  for (let i = 0; i < 1 + random.below(3); i++) {
    pieces.push(
      random.pick([
        random.pick(words),
        'make  -C ',
        ' ',
        '\\"',
        '\\$V',
        "'quoted'",
        '\\\\',
        'a\nb',
        '\\d',
        '$',
        '*',
        depth > 0 ? expansion(random, depth - 1) : '$kernelver',
        '${kernel_source_dir}',
        '$PACKAGE_NAME',
      ]),
    );
  }
  return pieces.join('');
}

function expansion(random: Random, depth: number): string {
  const name = random.pick([
    'V',
    'name',
    'list',
    'n',
    'KVER',
    'kernelver',
    'PACKAGE_NAME',
    'MAKE',
    'unset_name',
  ]);
  const operand =
    depth > 0 && random.chance(30) ? expansion(random, 0) : random.pick(['x', 'a b', '', "it's", '6', '*']);
  const pattern = random.pick(['*.', '.*', '?', '[0-9]*', 'a', 'foo', '@(a|b)', '*', '-*', '"*"', '.', '6']);
  return random.pick([
    `$${name}`,
    `\${${name}}`,
    `\${${name}:-${operand.replace("'", '')}}`,
    `\${${name}-${operand.replace("'", '')}}`,
    `\${${name}:+${operand.replace("'", '')}}`,
    `\${${name}:=${random.pick(['x', 'y'])}}`,
    `\${${name}#${pattern}}`,
    `\${${name}##${pattern}}`,
    `\${${name}%${pattern}}`,
    `\${${name}%%${pattern}}`,
    `\${${name}/${pattern}/${random.pick(['X', '', 'y z'])}}`,
    `\${${name}//${pattern}/${random.pick(['X', '', 'yz'])}}`,
    `\${${name}/#${pattern}/X}`,
    `\${${name}/%${pattern}/X}`,
    `\${${name}^^}`,
    `\${${name},,}`,
    `\${${name}^}`,
    `\${#${name}}`,
    '${#list[@]}',
    '${list[0]}',
    '${list[n]}',
    '${list[@]}',
    '${list[*]}',
    '${!list[@]}',
    '${MAKE[1]}',
    `\${${name}:1}`,
    `\${${name}:0:2}`,
    `\${${name}: -2}`,
    `\${${name}:1:-1}`,
    '${!name}',
    '$?',
    '${list[@]:1:2}',
    '${list[@]: -2}',
    '${list[*]:n}',
    `\${${name}@Q}`,
    `\${${name}@U}`,
    `\${${name}@u}`,
    `\${${name}^^[a-f]}`,
    `\${${name},,[A-F]}`,
    '${list[@]@Q}',
    '${list[@]#a}',
    '${list[@]/b/X}',
  ]);
}

function condition(random: Random, depth: number): string {
  switch (random.below(depth > 0 ? 12 : 9)) {
    case 0:
      return `[ ${value(random, 0)} = ${value(random, 0)} ]`;
    case 1:
      return `[ -n "$${random.pick(helpers)}" ]`;
    case 2:
      return `[ -z "$${random.pick(helpers)}" ]`;
    case 3:
      return `[ "\${n:-0}" ${random.pick(['-eq', '-gt', '-lt', '-ge', '-ne'])} ${random.below(5)} ]`;
    case 4:
      return `[[ $${random.pick(helpers)} == ${random.pick(['foo*', '"foo"', '*.*', '[0-9]*', '@(foo|bar*)', '$V', '?*'])} ]]`;
    case 5:
      return `[[ $${random.pick(['V', 'kernelver', 'KVER'])} =~ ${random.pick(['^6\\.', '^[0-9]+\\.[0-9]+', '(foo|bar)', 'o{2}', '"."', '^$', '[[:alpha:]]', '.b.'])} ]]`;
    case 6:
      return random.pick(['true', 'false', ':', '[[ -n $V && -z $name ]]', '[[ ! $V || $n ]]', '[ ! "$V" ]']);
    case 7:
      return `((n ${random.pick(['>', '<', '==', '!='])} ${random.below(4)}))`;
    case 8:
      return `[[ n -${random.pick(['gt', 'lt', 'eq'])} ${random.below(4)} ]]`;
    case 9:
      return `! ${condition(random, 0)}`;
    case 10:
      return `[ "$V" = foo -o -n "$name" ]`;
    default:
      return `${condition(random, 0)} && ${condition(random, 0)}`;
  }
}
