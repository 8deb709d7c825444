import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { exists } from '../../file-system.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { readKernelConfig } from '../../kernels/kernel-config.ts';
import { createProgramFinder } from '../../kernels/program-path.ts';
import type { Plan } from '../plan.ts';
import { type CommandOptions, runCommand } from '../process.ts';
import type { SourceEntries } from '../source/source-entries.ts';

/**
 * Why the Rust modules of a source can't be built for a kernel; `undefined` if there are none, or if they can. Otherwise the user would see
 * rustc complain about options or crates, since kbuild has its rules for Rust whether the kernel has Rust or not (Linux 6.1 to 7.3).
 * `names` are the entries of the source.
 */
export async function refuseRust(
  plan: Pick<Plan, 'kernel' | 'env' | 'variables' | 'layout'>,
  source: string,
  names: Pick<SourceEntries, 'paths' | 'has'>,
  options: Pick<CommandOptions, 'groups' | 'signal'>,
): Promise<string | undefined> {
  const file = await findRustObject(source, names);
  if (file === undefined) return undefined;
  const { kernel, env, variables, layout } = plan;
  const config = await readKernelConfig(kernel.buildDir);
  if (config?.lookup('RUST') !== 'y') {
    return `${file} is written in Rust, but kernel ${kernel.name} was built without it (CONFIG_RUST is not set). Build for a kernel with CONFIG_RUST=y; BUILD_EXCLUSIVE_CONFIG="CONFIG_RUST" has dkms skip the others.`;
  }
  if (!(await exists(join(kernel.buildDir, 'rust/libkernel.rmeta')))) return withoutMetadata(file, kernel);
  const rustc = variables?.make.RUSTC ?? env.RUSTC ?? 'rustc';
  if (!(await createProgramFinder(env.PATH)(rustc)))
    return `${file} is written in Rust, but ${rustc} is not installed. Install the one that built kernel ${kernel.name}: ${config.lookup('RUSTC_VERSION_TEXT') ?? 'rustc'}.`;
  let output = '';
  const onText = (text: string) => {
    output += text;
  };
  await runCommand({ program: rustc, args: ['--version'], cwd: layout.root, env }, { ...options, onText });
  const [here, built] = [output, config.lookup('RUSTC_VERSION_TEXT') ?? ''].map(versionIn);
  if (here === undefined || built === undefined || here === built) return undefined;
  return `${file} is written in Rust. The crates of kernel ${kernel.name} were built by rustc ${built}, and rustc ${here} can't read them. Install rustc ${built}, and name it with RUSTC in dkms.makeVariables if it is not the first in the PATH.`;
}

function withoutMetadata(file: string, { name, buildDir }: Kernel): string {
  return `${file} is written in Rust. Kernel ${name} has CONFIG_RUST, but its headers lack the metadata of the kernel's crates (rust/libkernel.rmeta in ${buildDir}), so no module in Rust can be built with them. Use a tree of this kernel in which you ran make LLVM=1 rustavailable prepare.`;
}

/** The first file that kbuild compiles with rustc: a Makefile beside it names its object, and there is no C file of that name. */
async function findRustObject(
  source: string,
  names: Pick<SourceEntries, 'paths' | 'has'>,
): Promise<string | undefined> {
  for (const name of names.paths) {
    if (!name.endsWith('.rs')) continue;
    const stem = basename(name, '.rs');
    const beside = (other: string) => join(dirname(name), other);
    if (names.has(beside(`${stem}.c`)) || names.has(beside(`${stem}.S`))) continue;
    for (const makefile of ['Kbuild', 'Makefile']) {
      if (!names.has(beside(makefile))) continue;
      const text = await readFile(join(source, beside(makefile)), 'utf8').catch(() => '');
      if (text.split(/[\s=:]+/).includes(`${stem}.o`)) return name;
    }
  }
  return undefined;
}

function versionIn(text: string): string | undefined {
  return /\brustc (\d+\.\d+\.\d+)/.exec(text)?.[1];
}
