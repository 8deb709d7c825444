import { type DkmsVersion, isSince } from '../../conf/directives/dkms-version.ts';
import type { ReadingFacts } from '../../conf/reading/reading.ts';
import { quoted } from '../../shell-words.ts';
import type { StageLayout } from '../stage/stage-layout.ts';

/** What dkms knows while it builds; its scripts and the build command can use all of it. */
export interface BuildFacts {
  readonly facts: ReadingFacts & Required<Pick<ReadingFacts, 'kernel'>>;
  readonly layout: StageLayout;
  readonly jobs: number;
  /** The MAKEFLAGS with which the build shares its jobs with others; absent if it shares none. */
  readonly makeFlags?: string;
}

/** Variables that dkms unsets when it starts, so that the user's shell does not influence a module. */
const unsetByDkms = ['CC', 'CXX', 'CFLAGS', 'CXXFLAGS', 'LDFLAGS'];

/** A make that runs this program would pass its own options on to the build. */
const unsetOfMake = ['MAKEFLAGS', 'MFLAGS', 'MAKELEVEL'];

/**
 * The environment of a build: the caller's, with messages in English and what dkms exports. dkms calls its build functions with
 * `kernelver`, `arch`, `module` and `module_version` as prefix assignments, so the children see these four (3.0.10, 3.4.3).
 */
export function buildEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  { facts }: BuildFacts,
): Record<string, string> {
  return {
    ...plainEnvironment(base),
    kernelver: facts.kernel.release,
    arch: facts.kernel.arch,
    module: facts.module ?? '',
    module_version: facts.moduleVersion ?? '',
  };
}

/** The caller's environment with messages in English, without the variables that dkms unsets. */
export function plainEnvironment(base: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value !== undefined && !unsetByDkms.includes(name) && !unsetOfMake.includes(name)) env[name] = value;
  }
  return {
    ...env,
    LC_ALL: 'C',
    LANG: 'C',
    // dkms looks for helper programs of its packages there.
    PATH: `${env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin'}:/usr/lib/dkms`,
  };
}

/** The beginning of every script: sends all output into one pipe, and sets dkms's variables, which are not exported. */
export function prelude({ facts, layout, jobs }: BuildFacts): string {
  const variables = {
    kernel_source_dir: facts.kernel.sourceDir,
    dkms_tree: layout.dkmsTree,
    source_tree: layout.sourceTree,
    install_tree: facts.installTree ?? '/lib/modules',
    parallel_jobs: String(jobs),
  };
  const autoConf = '$kernel_source_dir/include/config/auto.conf';
  return [
    'exec 2>&1',
    'shopt -s extglob',
    'umask 022',
    ...Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`),
    `tmp_location=\${TMPDIR:-/tmp} current_kernel=$(uname -r)`,
    'kernel_config=$kernel_source_dir/.config',
    ...(isSince(facts.dkmsVersion, '3.1.4') ? [`[[ -e ${autoConf} ]] && kernel_config=${autoConf}`] : []),
    '',
  ].join('\n');
}

/**
 * Sets and exports the compiler as dkms does. CC of `.kernelvariables` counts in every version. From the kernel's configuration,
 * 3.0.12 and later take the compiler that built the kernel if that is a command here, and 3.0.11 and later take clang and lld.
 * 3.0.9 and 3.0.10 take the compiler too, but only for PRE_BUILD: they forget it before the build.
 */
export function compilerScript(version: DkmsVersion, step: 'pre-build' | 'make'): string {
  const fromVariables = [
    'if [[ -f $kernel_source_dir/.kernelvariables ]]; then',
    `  CC=$(printf 'show-%%:\\n\\t@echo $($*)\\ninclude %s\\n' "$kernel_source_dir/.kernelvariables" | make -f - show-CC)`,
    '  export CC',
    'fi',
  ];
  const seesConfig = isSince(version, '3.0.12') || (isSince(version, '3.0.9') && step === 'pre-build');
  const kernelToo = isSince(version, '3.0.11') ? ' KERNEL_CC=$cc; export KERNEL_CC;' : '';
  const fromConfig = [
    `cc=$(sed -n 's|^CONFIG_CC_VERSION_TEXT="*\\([^" ]*\\) .*|\\1|p' "$kernel_config" 2>/dev/null)`,
    `if command -v "$cc" >/dev/null; then CC=$cc; export CC;${kernelToo} fi`,
  ];
  const fromClang = [
    'if grep -qs CONFIG_CC_IS_CLANG=y "$kernel_config" && command -v clang >/dev/null; then',
    '  CC=clang KERNEL_CC=clang; export CC KERNEL_CC',
    'fi',
    'if grep -qs CONFIG_LD_IS_LLD=y "$kernel_config" && command -v ld.lld >/dev/null; then',
    '  LD=ld.lld KERNEL_LD=ld.lld; export LD KERNEL_LD',
    'fi',
  ];
  const atAll = isSince(version, '3.0.12') || step === 'make' ? fromVariables : [];
  return [
    ...atAll,
    ...(seesConfig ? fromConfig : []),
    ...(isSince(version, '3.0.11') ? fromClang : []),
    '',
  ].join('\n');
}

/**
 * Runs a command line as dkms's `eval` does. Up to 3.1.4, dkms puts the line in braces with a `;` after it, so a line that ends in `;` or
 * `&` is a syntax error there.
 */
export function evalScript(version: DkmsVersion, command: string): string {
  return isSince(version, '3.1.5') ? `( eval ${quoted(command)} )\n` : `eval ${quoted(`{ ${command}; }`)}\n`;
}

/**
 * The build command changed so that its make takes its jobs from a jobserver. Only a make to which dkms added `-j<jobs>` is changed; with
 * that option, it would ignore the jobserver. A number of jobs that the author wrote is removed for the same reason: it does not affect
 * the outcome. `-j1` stays, since the Makefile may not be able to run two jobs at once. A make with a command before it is left as it is.
 */
export function sharingJobs(command: string, makeFlags: string): string {
  const own = /^make -j\d+ (?=KERNELRELEASE=)/.exec(command)?.[0];
  if (own === undefined) return command;
  const rest = command.slice(own.length);
  // After a quote or an operator, a word need not be an option of this make.
  const plain = /^[^"'`$\\;&|<>()\n]*/.exec(rest)?.[0] ?? '';
  const options = plain.replace(/ (?:-j|--jobs)(?:[= ]?(\d+))?(?= |$)/g, (written, jobs?: string) =>
    jobs === '1' ? written : '',
  );
  return `MAKEFLAGS=${quoted(makeFlags)} make ${options}${rest.slice(plain.length)}`;
}
