import { createProgramFinder } from '../kernels/program-path.ts';
import { confLocation } from './conf-location.ts';
import type { Plan, Refusal, RefusalCause } from './plan.ts';

/** Refuses a plan before anything runs if a program that it needs is not installed. */
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
  const compiler = compilerOf(plan);
  if (compiler !== undefined && !(await find(compiler))) {
    const install =
      plan.kernel.install === undefined ? `Install ${compiler}` : `Run "${plan.kernel.install}"`;
    return refuse(
      'no-compiler',
      `The compiler ${compiler}, which builds modules for kernel ${plan.kernel.release}, is not installed. ${install}, ${onPath}.`,
    );
  }
  return undefined;
}

/** The compiler that kbuild will call; `undefined` if the command line chooses one. */
export function compilerOf({
  kernel,
  steps,
  variables,
}: Pick<Plan, 'kernel' | 'steps' | 'variables'>): string | undefined {
  const command = steps.find((step) => step.kind === 'make')?.command ?? '';
  if (/(?:^|\s)(?:CC|LLVM|CROSS_COMPILE)=/.test(command)) return undefined;
  const set = { ...variables?.environment, ...variables?.make };
  if (['CC', 'LLVM', 'CROSS_COMPILE'].some((name) => name in set)) return undefined;
  // CC may have options after the name of the compiler.
  return (kernel.compiler?.command ?? 'gcc').split(' ', 1)[0];
}
