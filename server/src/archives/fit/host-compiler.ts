import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readKernelCompiler } from '../../kernels/kernel-compiler.ts';
import { readKernelConfig } from '../../kernels/kernel-config.ts';
import type { ProgramFinder } from '../../kernels/program-path.ts';

/** The compiler that the headers will use, as words of a command. */
export interface HostCompiler {
  readonly words: readonly string[];
  /** The compiler that the headers name, if this machine does not have it. */
  readonly insteadOf?: string;
}

/**
 * Makes the headers of a flavour use a compiler that this machine has. Debian's headers name one in `.kernelvariables`; if it is not
 * installed, it is replaced by gcc. `undefined` if there is no gcc either.
 */
export async function chooseHostCompiler(
  buildDir: string,
  findProgram: ProgramFinder,
): Promise<HostCompiler | undefined> {
  const config = await readKernelConfig(buildDir);
  const named = await readKernelCompiler(buildDir, config, findProgram);
  if (named?.found) return { words: named.command.split(' ') };
  if ((await findProgram('gcc')) === undefined) return undefined;
  const file = join(buildDir, '.kernelvariables');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) {
    const changed = text
      .replace(/^(CC\s*=.*\$\(CROSS_COMPILE\))\S+\s*$/m, '$1gcc')
      // The native gcc may not be installed under the architecture's prefix.
      .replace(/^(override CROSS_COMPILE\s*=)[ \t]*\S+$/m, '$1');
    await writeFile(file, changed);
  }
  return { words: ['gcc'], ...(named && { insteadOf: named.command }) };
}
