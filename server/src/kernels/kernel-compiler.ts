import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KernelCompiler } from './kernel.ts';
import type { KernelConfig } from './kernel-config.ts';
import type { ProgramFinder } from './program-path.ts';

/**
 * The compiler that modules for these headers are built with, chosen as dkms and the headers do it:
 * CC of `.kernelvariables` (Debian's headers, which set it in their Makefile too), else the first word of
 * CONFIG_CC_VERSION_TEXT where that is a command here (dkms 3.0.9, 3.0.12 and later), else clang for a kernel that clang built,
 * else gcc, which is kbuild's own default. `undefined` where the headers tell nothing.
 */
export async function readKernelCompiler(
  buildDir: string,
  config: KernelConfig | undefined,
  findProgram: ProgramFinder,
): Promise<KernelCompiler | undefined> {
  const text = config?.lookup('CC_VERSION_TEXT') ?? '';
  const variables = await readFile(join(buildDir, '.kernelvariables'), 'utf8').catch(() => undefined);
  const own = variables === undefined ? undefined : compilerOfVariables(variables);
  if (own === undefined && text === '') return undefined;
  const command = own ?? (await compilerOfConfig(text, config, findProgram));
  return { text, command, found: (await findProgram(firstWord(command))) !== undefined };
}

async function compilerOfConfig(
  text: string,
  config: KernelConfig | undefined,
  findProgram: ProgramFinder,
): Promise<string> {
  const named = firstWord(text);
  // The text of clang begins with a word that is none: "Debian clang version 14.0.6".
  if (named !== '' && (await findProgram(named)) !== undefined) return named;
  if (config?.lookup('CC_IS_CLANG') === 'y') return 'clang';
  if ((await findProgram('gcc')) !== undefined) return 'gcc';
  // Where there is no gcc at all, the one that the kernel was built with is the one to install.
  return /(?:^|-)gcc-\d+$/.test(named) ? named : 'gcc';
}

/**
 * What make would say CC is after reading a `.kernelvariables`; dkms runs make to learn it, here the few forms that Debian
 * writes are read instead, so that looking at kernels starts no process. `undefined` for anything else.
 */
function compilerOfVariables(text: string): string | undefined {
  const values = new Map<string, string>();
  let skipping = 0;
  for (const line of text.split('\n')) {
    // The conditions compare the build's with the host's architecture, which are the same unless one cross-compiles.
    if (/^\s*if(?:n?eq|n?def)\b/.test(line)) skipping++;
    else if (/^\s*endif\b/.test(line)) skipping--;
    const assigned = /^\s*(?:override\s+)?([A-Z_]+)\s*(?::|\?)?=\s*(.*)$/.exec(line);
    if (assigned?.[1] && skipping === 0) values.set(assigned[1], (assigned[2] ?? '').trim());
  }
  const written = values.get('CC');
  if (written === undefined) return undefined;
  const expanded = written
    .replace(/\$\(if \$\(DEBIAN_KERNEL_USE_CCACHE\),\$\(CCACHE\)\)/g, '')
    .replace(/\$[({]CROSS_COMPILE[)}]/g, values.get('CROSS_COMPILE') ?? '')
    .trim();
  return expanded === '' || expanded.includes('$') ? undefined : expanded;
}

function firstWord(text: string): string {
  return /^\S*/.exec(text)?.[0] ?? '';
}
