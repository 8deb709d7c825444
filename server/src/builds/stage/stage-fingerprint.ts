import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createProgramFinder } from '../../kernels/program-path.ts';
import type { Plan } from '../plan.ts';
import { compilerOf } from '../programs/build-tools.ts';
import { namesSource } from '../steps/separate-source.ts';
import type { Step } from '../steps/step.ts';

/** Files of the headers that change when the headers are reinstalled or prepared again. */
const headerFiles = [
  'Makefile',
  'Module.symvers',
  'include/generated/autoconf.h',
  'include/config/auto.conf',
  '.kernelvariables',
  'scripts/module.lds',
];

/** Variables that a terminal, an editor or a session sets and no build depends on. */
const sessionsOwn =
  /^(?:_|PWD|OLDPWD|SHLVL|TERM\w*|COLORTERM|COLUMNS|LINES|DISPLAY|TMPDIR|(?:XDG|SSH|VSCODE|ELECTRON|DBUS|WAYLAND|GNOME|npm|NODE|VITEST)_?\w*)$/;

/**
 * Why the next build can't continue in the stage of a plan, as a clause; `undefined` if it can. It can if make builds, once or several times in
 * a row: make then decides from times and commands what has to be rebuilt. Patches and PRE_BUILD prepare the copy before that, once; see
 * `whyPreparedAnew`. A clean runs in the fresh copy, before there are products to clean; if it removes or changes files of the source, bringing the
 * copy up to date notices that. Any other command may change whatever it likes, and one that names the source has a second copy.
 */
export function whyNeverKept(plan: Plan): string | undefined {
  if (namesSource(plan)) return 'a command names the folder of the source';
  if (plan.steps.some(({ kind }) => kind === 'post-build')) return 'POST_BUILD may change the copy';
  const makes = plan.steps.filter(({ kind }) => kind === 'make');
  return makes.length === 1 && makes.every(isMakesAlone)
    ? undefined
    : "MAKE runs more than dkms's own make, which may change the copy";
}

/** Whether the command is dkms's single make, or several joined by `&&`. */
function isMakesAlone(step: Step): boolean {
  const [first = '', ...others] = step.command.split('&&').map((one) => one.trim());
  const isMake = (command: string) => /^'?make'?\s[^;&|`$()<>\n]*$/.test(command);
  return isPlainMake({ command: first }) && others.every(isMake);
}

/** Whether the command is dkms's single make, without shell syntax around it. */
export function isPlainMake({ command }: Pick<Step, 'command'>): boolean {
  return /^make -j\d+ KERNELRELEASE=[^;&|`$()<>\n]*$/.test(command);
}

/**
 * A text that changes whenever something on which the outcome of a build depends has changed, other than the files of the source: the
 * commands, the conf, the environment, the kernel's headers, the programs. The number of jobs is left out.
 */
export async function stageFingerprint(plan: Plan): Promise<string> {
  const { module, kernel, conf, steps, expected, env, dkmsVersion, view } = plan;
  const find = createProgramFinder(env.PATH);
  const programs = [compilerOf(plan) ?? 'cc', 'gcc', 'clang', 'ld', 'ld.lld', 'make', 'bash'];
  // Many Makefiles look for the headers here, wherever dkms has them.
  const usual = join('/lib/modules', kernel.release, 'build');
  const paths = [
    ...[kernel.buildDir, usual].flatMap((folder) => headerFiles.map((file) => join(folder, file))),
    ...(await Promise.all(programs.map(async (program) => (await find(program)) ?? ''))),
  ];
  const facts = {
    ...{ module, dkmsVersion, release: kernel.release, conf: conf.text },
    commands: steps.map(({ kind, command }) => [kind, command.replace(/^make -j\d+ /, 'make ')]),
    expected: expected.map(({ file }) => file),
    seen: view?.kind === 'given' ? view.paths : [],
    env: Object.entries(env)
      .filter(([name]) => !sessionsOwn.test(name))
      .sort(),
    files: await Promise.all(paths.map(markOf)),
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

async function markOf(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    const { size, mtimeMs, ctimeMs } = await stat(real);
    return `${real} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return `${path} is absent`;
  }
}
