import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allowList } from '../../conf/directives/allow-list.ts';
import { isSince } from '../../conf/directives/dkms-version.ts';
import { quoted } from '../../shell-words.ts';
import { type KernelView, runInView } from '../kernel-view/kernel-view.ts';
import { bashCommand } from '../process.ts';
import type { ProcessGroups } from '../process-group.ts';
import { type BuildFacts, buildEnvironment, prelude } from './step-script.ts';

/** The values of dkms's variables after it has read a conf: the final elements of each name that dkms reads. */
export type ConfValues = ReadonlyMap<string, readonly { readonly index: number; readonly text: string }[]>;

export interface ResolveInput extends BuildFacts {
  /** The staged dkms.conf; if there is none, the text is written to a file. */
  readonly confFile?: string;
  readonly confText: string;
  /** The folder to run it in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly groups: ProcessGroups;
  /** How the file sees a kernel whose headers are not in their usual place. */
  readonly view?: KernelView;
  readonly signal?: AbortSignal;
  /** What bash and the file's own commands print on standard error. */
  readonly onText: (text: string) => void;
}

/**
 * Runs a conf in bash, as dkms does when it reads one, and returns what dkms would end up with. It runs whatever the file contains, so it
 * is to be called only in a build that the user has asked for. `undefined` if bash did not run to its end or was cancelled.
 */
export async function runConf(input: ResolveInput): Promise<ConfValues | undefined> {
  const { facts, layout, signal } = input;
  const names = allowList(facts.dkmsVersion, { debianBackports: facts.debianBackports ?? false });
  const valuesFile = join(layout.root, 'values');
  const dumpFile = join(layout.root, 'values.dump');
  const { confFile = join(layout.root, 'dkms.conf') } = input;
  if (input.confFile === undefined) await writeFile(confFile, input.confText);
  const overrides = (facts.overrides ?? []).map((one) => one.path);
  const command = {
    ...bashCommand(
      prelude(input) + readerScript(input, names, { valuesFile, dumpFile }),
      'dkms',
      confFile,
      ...overrides,
    ),
    cwd: input.cwd,
    env: buildEnvironment(input.env, input),
  };
  try {
    const end = await runInView(input.view, command, {
      groups: input.groups,
      onText: input.onText,
      ...(signal && { signal }),
    });
    if (end.kind !== 'exited' || end.code !== 0) return undefined;
    return parseValues(await readFile(valuesFile, 'utf8'));
  } finally {
    await rm(valuesFile, { force: true });
    await rm(dumpFile, { force: true });
  }
}

/**
 * dkms sources each file in a subshell, which prints the elements of every allowed name as assignments, and sources that text in
 * turn. The text is made by an unquoted `echo`, so blanks collapse and patterns expand; being sourced, it is expanded once more.
 * 3.1.5 and later remove one carriage return at the end of each element. Source: safe_source of dkms 3.0.10 and 3.4.
 */
function readerScript(
  input: ResolveInput,
  names: readonly string[],
  files: { readonly valuesFile: string; readonly dumpFile: string },
): string {
  const strip = isSince(input.facts.dkmsVersion, '3.1.5') ? `      value=\${value%$'\\r'}\n` : '';
  return `
declare -ar export_envs=(${names.join(' ')})
elements_of() {
  local name index indices value
  for name in "\${export_envs[@]}"; do
    eval "indices=("\\\${!$name[@]}")"
    for index in "\${indices[@]}"; do
      eval "value=\\\${$name[$index]}"
${strip}      echo $name[$index]=\\"$value\\"
    done
  done
${mentionsDirectives(input) ? directivesLoop : ''}}
read_conf() {
  local file dump=${quoted(files.dumpFile)}
  for file; do
    ( exec >"$dump"
      . "$file" >/dev/null
      elements_of )
    . "$dump"
  done
}
unset "\${export_envs[@]}"
read_conf "$@"
exec >${quoted(files.valuesFile)}
for name in "\${export_envs[@]}"; do
  declare -n elements=$name
  for index in "\${!elements[@]}"; do
    printf '%s\\0%s\\0%s\\0' "$name" "$index" "\${elements[$index]}"
  done
  unset -n elements
done
exit 0
`;
}

/** Variables whose name begins with DKMS_DIRECTIVE contain assignments to any name, which dkms carries out, too. */
const directivesLoop = `  for name in "\${!DKMS_DIRECTIVE@}"; do
    for value in \${!name}; do
      [[ $value == *=* ]] && echo "\${value%%=*}=\\"\${value#*=}\\""
    done
  done
`;

/** Whether such variables may exist. Nearly no file has any, and bash takes 0.2 s to look for them in one that sources the kernel's configuration. */
function mentionsDirectives({ confText, facts, env }: ResolveInput): boolean {
  const texts = [confText, ...(facts.overrides ?? []).map((one) => one.text), ...Object.keys(env)];
  return texts.some((text) => text.includes('DKMS_DIRECTIVE'));
}

function parseValues(output: string): ConfValues {
  const values = new Map<string, { index: number; text: string }[]>();
  const fields = output.split('\0');
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [name = '', index = '', text = ''] = fields.slice(at, at + 3);
    const elements = values.get(name) ?? [];
    elements.push({ index: Number(index), text });
    values.set(name, elements);
  }
  return values;
}
