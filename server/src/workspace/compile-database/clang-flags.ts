import { runCommand } from '../../builds/process.ts';
import type { ProcessGroups } from '../../builds/process-group.ts';

/**
 * Options of gcc that kernels use and clang lacks, for machines without clang. Seen with clang 14 against the command lines of Linux 5.10,
 * 6.1, 6.12 and 7.3 for x86, and with the options for other architectures in the kernel's arch/<name>/Makefile that it asks gcc alone for
 * (`cc-option`, CONFIG_CC_IS_GCC).
 */
const gccOnly = [
  /^-mpreferred-stack-boundary=/,
  /^-mindirect-branch(?:=|-register$|-cs-prefix$)/,
  /^-mfunction-return=/,
  /^-mrecord-mcount$/,
  /^-mskip-rax-setup$/,
  /^-mstack-protector-guard/,
  /^-m(?:no-)?fp-ret-in-387$/,
  /^-mharden-sls=/,
  /^-m(?:no-)?fdpic$|^-mno-unaligned-double$|^-mapcs$|^-mno-sched-prolog$/,
  /^-falign-(?:jumps|loops|labels)=/,
  /^-f(?:no-)?allow-store-data-races$/,
  /^-f(?:no-)?conserve-stack$/,
  /^-f(?:no-)?var-tracking/,
  /^-femit-struct-debug/,
  /^-f(?:no-)?ipa-/,
  /^-fmin-function-alignment=/,
  /^-f(?:no-)?reorder-blocks/,
  /^-fsanitize=bounds-strict$/,
  /^-ftrivial-auto-var-init=zero$/,
  /^-fplugin/,
  /^-f(?:no-)?(?:tree-|gcse|stack-check|code-hoisting|partial-inlining|guess-branch)/,
];

/** Whether clang is known to refuse an option. */
export function isGccOnly(flag: string): boolean {
  return gccOnly.some((pattern) => pattern.test(flag));
}

/** clang reads its options in three stages, and reports what one of them does not know. */
const mostRounds = 5;

/** The options that a clang does not know, according to itself; `undefined` if it can't be run. */
export async function askClang(
  program: string,
  flags: readonly string[],
  groups: ProcessGroups,
): Promise<ReadonlySet<string> | undefined> {
  const refused = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const asked = flags.filter((flag) => !refused.has(flag));
    let output = '';
    const end = await runCommand(
      {
        program,
        args: ['-fsyntax-only', '-fno-color-diagnostics', '-x', 'c', ...asked, '/dev/null'],
        cwd: '/',
        env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
      },
      {
        groups,
        onText: (text) => {
          output += text;
        },
      },
    );
    if (end.kind !== 'exited') return undefined;
    const now = asked.filter((flag) => refuses(output, flag));
    if (now.length === 0) return refused;
    for (const flag of now) refused.add(flag);
  }
  return refused;
}

/** Messages contain the whole option, or its name and its value separately. */
function refuses(output: string, flag: string): boolean {
  if (output.includes(`'${flag}'`)) return true;
  const [, name, value] = /^-([^=]+=)(.+)$/.exec(flag) ?? [];
  return name !== undefined && output.includes(`'${value}' to option '${name}'`);
}
