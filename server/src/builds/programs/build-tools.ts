import { installCommandFor, readDistribution } from '../../kernels/distribution.ts';
import { architecturesOf } from '../../kernels/headers/architectures.ts';
import { archFolder, sourceArch } from '../../kernels/kernel-arch.ts';
import { createProgramFinder } from '../../kernels/program-path.ts';
import { confLocation } from '../conf-location.ts';
import type { Plan, Refusal, RefusalCause } from '../plan.ts';

/** Returns a refusal, before anything runs, if a program that the plan needs is not installed. */
export async function refuseMissingTools(plan: Plan): Promise<Refusal | undefined> {
  const find = createProgramFinder(plan.env.PATH);
  const refuse = (because: RefusalCause, message: string): Refusal => ({
    kind: 'refused',
    because,
    message,
    location: confLocation(plan.conf),
  });
  const onPath = 'or add its folder to the PATH';
  if (!(await find('bash'))) {
    return refuse(
      'no-bash',
      `bash is not installed, but dkms runs every command of a dkms.conf with it. Install bash, ${onPath}.`,
    );
  }
  if (!(await find('make'))) {
    return refuse('no-make', `make is not installed. Install the package make, ${onPath}.`);
  }
  if (plan.steps.some((step) => step.kind === 'patch') && !(await find('patch'))) {
    return refuse(
      'no-patch',
      `patch is not installed, but PATCH needs it. Install the package patch, ${onPath}.`,
    );
  }
  for (const compiler of programsOfCompiler(plan)) {
    if (await find(compiler)) continue;
    const install = await installCommandOf(plan, compiler);
    const isOther = /^.+-(?:gcc|clang)(?:-\d+)?$/.test(compiler);
    const how =
      install !== undefined
        ? `Run "${install}", ${onPath}.`
        : isOther
          ? 'Add the folder of its toolchain to the PATH (dkms.environment), or name another toolchain by CROSS_COMPILE (dkms.makeVariables).'
          : `Install ${compiler}, ${onPath}.`;
    return refuse(
      'no-compiler',
      `The compiler ${compiler}, which builds modules for kernel ${plan.kernel.name}, is not installed. ${how}`,
    );
  }
  const wrongArch = await wrongArchitecture(plan);
  return wrongArch === undefined ? undefined : refuse('wrong-arch', wrongArch);
}

/** The command that installs a compiler; for the kernel's own compiler, it was looked up together with the kernel. */
async function installCommandOf({ kernel }: Plan, compiler: string): Promise<string | undefined> {
  if (kernel.compiler?.found === false && kernel.install !== undefined && isOfKernel(kernel, compiler))
    return kernel.install;
  const isCross = /^(?!x86_64)\w+-linux-gnu\w*-/.test(compiler);
  return installCommandFor(await readDistribution(), { kind: 'program', command: compiler, isCross });
}

function isOfKernel({ compiler }: Plan['kernel'], command: string): boolean {
  return compiler?.command.split(' ', 1)[0] === command;
}

/** Why kbuild can't build for the ARCH that was given: the kernel's source lacks it, or was configured for another one. */
async function wrongArchitecture({ env, variables, kernel }: Plan): Promise<string | undefined> {
  const given = variables?.make.ARCH ?? env.ARCH;
  if (given === undefined || given === '' || given === 'um') return undefined;
  const own = archFolder(kernel.arch);
  if (own === undefined || sourceArch(given) === own) return undefined;
  const known = await architecturesOf(kernel.buildDir);
  const isKnown = known.length === 0 || known.includes(sourceArch(given));
  const why = isKnown
    ? `kernel ${kernel.name} was configured for ${own}`
    : `kernel ${kernel.name} has no such architecture: it has ${known.join(', ')}`;
  return `ARCH=${given} is set for this build, but ${why}. Set ARCH=${own}, or remove ARCH from dkms.makeVariables and dkms.environment.`;
}

/** The compiler that kbuild will call; `undefined` if the command line chooses one. */
export function compilerOf(plan: CompilerChoice): string | undefined {
  return programsOfCompiler(plan).at(-1);
}

type CompilerChoice = Pick<Plan, 'kernel' | 'steps' | 'variables' | 'env'>;

/** The compiler, after the programs that launch it (`ccache gcc`); none where the command line chooses one itself. */
export function programsOfCompiler({ kernel, steps, variables, env }: CompilerChoice): readonly string[] {
  const command = steps.find((step) => step.kind === 'make')?.command ?? '';
  if (/(?:^|\s)(?:CC|LLVM|CROSS_COMPILE)=/.test(command)) return [];
  const set = { ...env, ...variables?.make };
  // The kernel's Makefile assigns CC, so that of the environment does not count.
  if (variables?.make.CC !== undefined) return programsIn(variables.make.CC);
  const own = kernel.compiler?.command ?? 'gcc';
  if (set.LLVM) {
    // LLVM=-14 is a suffix, LLVM=/opt/llvm/bin/ a folder (Linux 5.18).
    if (set.LLVM.endsWith('/')) return [`${set.LLVM}clang`];
    return [set.LLVM.startsWith('-') ? `clang${set.LLVM}` : own.includes('clang') ? own : 'clang'];
  }
  const prefix = set.CROSS_COMPILE;
  if (prefix === undefined || prefix === kernel.makeVariables?.CROSS_COMPILE) return programsIn(own);
  return [`${prefix}${/gcc(?:-\d+)?$/.exec(own)?.[0] ?? 'gcc'}`];
}

/** The programs of a CC: it may have launchers before the compiler, and options after it. */
function programsIn(cc: string): readonly string[] {
  const words = cc.split(/\s+/).filter(Boolean);
  const isLauncher = (word: string) => /(?:^|\/)(?:ccache|sccache|distcc|icecc)$/.test(word);
  const compilerAt = words.findIndex((word) => !isLauncher(word));
  return compilerAt < 0 ? words : words.slice(0, compilerAt + 1);
}
