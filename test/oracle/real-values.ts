import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRoot, nobody } from '../support/surroundings.ts';
import { hangMs } from '../support/waiting.ts';

/** What dkms holds after it has read a file: for each name its elements; `undefined` for a file that never ends. */
export type RealValues = ReadonlyMap<string, ReadonlyMap<number, string>> | undefined;

/**
 * Reads files with dkms's own `safe_source`, taken from the installed script, in real bash: both evaluations, without our code. `variables`
 * are what dkms would have set before. Runs as the user nobody, since a conf is a program. A list is a conf with the overrides that dkms
 * reads after it.
 */
export function readRealValues(
  confs: readonly (string | readonly string[])[],
  names: readonly string[],
  variables: Readonly<Record<string, string>>,
): RealValues[] {
  const values: RealValues[] = [];
  // A file that never ends takes its full second, so a bash for a hundred files stays within its time limit.
  for (let i = 0; i < confs.length; i += 100)
    values.push(...readBatch(confs.slice(i, i + 100), names, variables));
  return values;
}

function readBatch(
  confs: readonly (string | readonly string[])[],
  names: readonly string[],
  variables: Readonly<Record<string, string>>,
): RealValues[] {
  const folder = mkdtempSync(join(tmpdir(), 'dkms-values-'));
  try {
    chmodSync(folder, 0o777);
    confs.forEach((conf, i) => {
      const files = typeof conf === 'string' ? [conf] : conf;
      for (const [k, text] of files.entries()) writeFileSync(join(folder, `${i}.${k}.conf`), text);
    });
    writeFileSync(join(folder, 'read'), reader);
    const run = spawnSync('bash', ['read', String(confs.length), names.join(' ')], {
      cwd: folder,
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', ...variables },
      timeout: hangMs,
      ...(isRoot && { uid: nobody, gid: nobody }),
    });
    if (run.status !== 0) throw new Error(`bash did not end well: ${run.stderr}`);
    return confs.map((_, i) =>
      existsSync(join(folder, `${i}.stopped`))
        ? undefined
        : parse(readFileSync(join(folder, `${i}.out`), 'utf8')),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const reader = `
shopt -s extglob
eval "$(sed -n '/^safe_source() *{/,/^}/p' "$(command -v dkms)")"
mktemp_or_die() { mktemp; }
deprecated() { :; }
read_one() {
  # The file sees every variable of its callers: these have names that no file uses.
  for __conf in "./$1".*.conf; do safe_source "$__conf" $2; done
  for __name in $2; do
    declare -n __held=$__name
    for __index in "\${!__held[@]}"; do printf '%s\\0%s\\0%s\\0' "$__name" "$__index" "\${__held[__index]}"; done
    unset -n __held
  done > "$3"
}
for ((__file = 0; __file < $1; __file++)); do
  : > "$__file.out"
  # A file whose loops never end is stopped by the limit on its processor time.
  # dkms reads a file in front of ||, where set -e has no effect.
  ( ulimit -t 1; read_one "$__file" "$2" "$__file.out" || : ) 2> /dev/null < /dev/null
  (( $? > 128 )) && : > "$__file.stopped"
done
exit 0
`;

function parse(output: string): RealValues {
  const values = new Map<string, Map<number, string>>();
  const fields = output.split('\0');
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const [name = '', index = '', text = ''] = fields.slice(i, i + 3);
    const elements = values.get(name) ?? new Map<number, string>();
    values.set(name, elements.set(Number(index), text));
  }
  return values;
}
