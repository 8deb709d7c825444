import { Random } from './conf-generator.ts';

/** A file that runs text which is known only at run time, and the values that it certainly assigns nevertheless. */
export interface UnreadCase {
  readonly text: string;
  /** Whether that text may end the shell, so that nothing is certain. */
  readonly mayEnd: boolean;
  /** What the file assigns after all of that, by name and index. */
  readonly certain: ReadonlyMap<string, string>;
}

const arrays = ['BUILT_MODULE_NAME', 'DEST_MODULE_LOCATION', 'BUILT_MODULE_LOCATION', 'MAKE', 'PATCH'];
const scalars = ['PACKAGE_NAME', 'PACKAGE_VERSION', 'CLEAN', 'AUTOINSTALL', 'BUILD_EXCLUSIVE_KERNEL'];

/** Files with parts that can't be evaluated: bash decodes them at run time, and there is no model of the program. */
export function generateUnread(seed: number): UnreadCase {
  const random = new Random(seed);
  const mayEnd = random.chance(10);
  const lines: string[] = [];
  for (let i = 0; i < 3 + random.below(5); i++) {
    lines.push(random.chance(45) ? plain(random) : unread(random, mayEnd));
  }
  const certain = new Map<string, string>();
  for (const name of [...arrays, ...scalars]) {
    if (random.chance(40)) continue;
    const index = arrays.includes(name) ? random.below(3) : 0;
    const value = random.pick(['hello', '1.0', '/updates/dkms', 'src/', 'yes', 'hello.ko', 'updates']);
    lines.push(`${name}${index > 0 || random.chance(50) ? `[${index}]` : ''}=${quoted(random, value)}`);
    certain.set(`${name}[${index}]`, value);
    // What runs in a subshell changes nothing.
    if (random.chance(30)) lines.push(inSubshell(random));
  }
  return { text: `${lines.join('\n')}\n`, mayEnd, certain };
}

function quoted(random: Random, value: string): string {
  return random.pick([`"${value}"`, `'${value}'`, value]);
}

function plain(random: Random): string {
  const name = random.pick([...arrays, ...scalars]);
  const index = arrays.includes(name) && random.chance(60) ? `[${random.below(3)}]` : '';
  return `${name}${index}${random.chance(15) ? '+=' : '='}${quoted(random, random.pick(['early', '0.9', 'x.ko', '']))}`;
}

/** bash code in a form that evaluation cannot read. */
function hidden(code: string): string {
  return `base64 -d <<< '${Buffer.from(code).toString('base64')}'`;
}

function hiddenCode(random: Random, mayEnd: boolean): string {
  const name = random.pick([...arrays, ...scalars]);
  const code = [
    `${name}=hidden`,
    `${name}[${random.below(4)}]=hidden`,
    `${name}+=hidden`,
    `unset ${name}`,
    `${name}=(a b c d)`,
    'V=1; W=2',
    'helper() { echo helped; }',
    'true',
    'false',
    'return 3',
    'cd /',
    'export PATH',
  ];
  return mayEnd && random.chance(40) ? 'exit 1' : random.pick(code);
}

function unread(random: Random, mayEnd: boolean): string {
  const code = hidden(hiddenCode(random, mayEnd));
  const text = hidden(random.pick(['a b c', 'x', '', 'yes', '6.1']));
  const name = random.pick([...arrays, ...scalars]);
  const leave = random.pick(['', '', '; break', '; continue', '; [ "$V" ] && break']);
  const test = random.pick([`[ "$(${text})" = x ]`, `[[ -n $(${text}) ]]`, `${text} | grep -q a`]);
  // What eval runs may end the file, too, by `return`; that is an end like `exit`.
  const evaluated = hidden(
    random.pick([`${name}=hidden`, `${name}[1]=hidden`, `unset ${name}`, 'V=3', 'true']),
  );
  return random.pick([
    `source <(${code})`,
    `. /dev/stdin <<< "$(${code})"`,
    `source <(${code}) || ${plain(random)}`,
    `eval "$(${evaluated})"`,
    `eval $(${evaluated})`,
    `$(${hidden(random.pick(['true', 'false', 'export V=5', ':']))})`,
    `for f in $(${text}); do V=$f; ${plain(random)}${leave}; done`,
    `for f in $(${text}); do eval "${name}=$f"; done`,
    `for f in $(${text}); do source <(${code}); done`,
    `while read -r V; do ${plain(random)}${leave}; done < <(${text})`,
    `until ${test}; do ${plain(random)}; break; done`,
    `while ${test}; do for i in 1 2; do ${plain(random)}; ${random.pick(['break 2', 'break'])}; done; break; done`,
    `if ${test}; then\n${plain(random)}\nelse\n${plain(random)}\nfi`,
    `if ${test}; then\n${plain(random)}\nelif ${test}; then ${plain(random)}; fi`,
    `case $(${text}) in x) ${plain(random)} ;; [0-9]*) ${plain(random)} ;; esac`,
    `pick() { if ${test}; then ${plain(random)}; return 1; fi; ${plain(random)}; }\npick "$(${text})"`,
    `pick() { for f in $(${text}); do ${plain(random)}; [ "$f" = b ] && return; done; }\npick`,
    `${name}=$(if ${test}; then echo a; else echo b; fi)`,
    `${name}="$(case $(${text}) in x) echo one ;; *) echo two ;; esac) $([ -r /nowhere ] && . /nowhere && echo three)"`,
    `${test} && ${plain(random)}`,
    `read -r V ${name} <<< "$(${text})"`,
    inSubshell(random),
  ]);
}

function inSubshell(random: Random): string {
  const code = hidden(hiddenCode(random, true));
  return random.pick([
    `( ${plain(random)}; exit 1 )`,
    `( source <(${code}); ${plain(random)} )`,
    `echo a b | while read -r line; do ${plain(random)}; done`,
    `V=$( ${plain(random)}; . <(${code}); echo done )`,
    `${hidden('a')} | { read -r V; ${plain(random)}; }`,
    `( eval "$(${code})" )`,
  ]);
}
