import { join } from 'node:path';
import { readFile, realpath } from '../file-system.ts';
import type { KernelCompiler } from './kernel.ts';
import type { KernelConfig } from './kernel-config.ts';
import type { ProgramFinder } from './program-path.ts';

/**
 * The compiler that modules for these headers are built with, chosen as dkms and the headers do it:
 * CC of `.kernelvariables` (Debian's headers, which set it in their Makefile too), else the first word of
 * CONFIG_CC_VERSION_TEXT if that is a command here (dkms 3.0.9, 3.0.12 and later), else clang for a kernel that clang built,
 * else gcc, which is kbuild's own default. `undefined` if the headers do not name the compiler.
 * `crossPrefix` is the prefix of the tools for a kernel of another architecture.
 */
export async function readKernelCompiler(
  buildDir: string,
  config: KernelConfig | undefined,
  findProgram: ProgramFinder,
  crossPrefix = '',
): Promise<KernelCompiler | undefined> {
  const text = config?.lookup('CC_VERSION_TEXT') ?? '';
  const variables = await readFile(join(buildDir, '.kernelvariables'), 'utf8').catch(() => undefined);
  const own = variables === undefined ? undefined : compilerOfVariables(variables, crossPrefix);
  if (own === undefined && text === '') return undefined;
  const command = own ?? (await compilerOfConfig(text, config, findProgram, crossPrefix));
  const path = await findProgram(firstWord(command));
  const difference = path === undefined ? undefined : await differenceOf(text, config, command, path);
  return { text, command, found: path !== undefined, ...difference };
}

async function compilerOfConfig(
  text: string,
  config: KernelConfig | undefined,
  findProgram: ProgramFinder,
  crossPrefix: string,
): Promise<string> {
  const named = firstWord(text);
  // The text of clang need not begin with a command: "Debian clang version 14.0.6". A gcc without a prefix is this machine's own.
  if (named.startsWith(crossPrefix) && named !== '' && (await findProgram(named)) !== undefined) return named;
  if (config?.lookup('CC_IS_CLANG') === 'y') return 'clang';
  if (crossPrefix !== '' || (await findProgram('gcc')) !== undefined) return `${crossPrefix}gcc`;
  // If there is no gcc at all, the user should install the one that built the kernel.
  return /(?:^|-)gcc-\d+$/.test(named) ? named : 'gcc';
}

/** A compiler, as far as it matters whether two are the same. */
interface CompilerKind {
  readonly family: 'gcc' | 'clang';
  /** `undefined` if only running the compiler would show it. */
  readonly major: number | undefined;
}

/** What it means that another compiler built the kernel than builds modules; `undefined` if it is the same or that is not known. */
async function differenceOf(
  text: string,
  config: KernelConfig | undefined,
  command: string,
  path: string,
): Promise<Required<Pick<KernelCompiler, 'builtWith' | 'note'>> | undefined> {
  const built = builderOf(text, config);
  const serving = await kindOf(command, path);
  if (!built || !serving) return undefined;
  const builtWith = nameOf(built);
  const start = `The kernel was built with ${builtWith}, but this machine builds modules for it with ${nameOf(serving)}`;
  if (built.family !== serving.family) {
    return { builtWith, note: `${start}: its configuration has options that only ${built.family} supports.` };
  }
  if (built.major === undefined || serving.major === undefined || built.major === serving.major)
    return undefined;
  const plugins =
    config?.lookup('GCC_PLUGINS') === 'y'
      ? ' The kernel uses gcc plugins, which only the same gcc can load, so a build is likely to fail.'
      : '';
  const note = `${start}. The modules load all the same; kbuild warns about it, and stops if one compiler lacks an option of the other.${plugins}`;
  return { builtWith, note };
}

function builderOf(text: string, config: KernelConfig | undefined): CompilerKind | undefined {
  const isClang = config?.lookup('CC_IS_CLANG') === 'y' || /\bclang version\b/.test(text);
  // 120200 is 12.2.0; the symbol of the other family is 0.
  const code = Number(config?.lookup(isClang ? 'CLANG_VERSION' : 'GCC_VERSION') ?? 0);
  const written = /\b(\d+)\.\d+\.\d+\b/.exec(text.replace(/\([^)]*\)/g, ''))?.[1];
  const major = code > 0 ? Math.floor(code / 10_000) : written === undefined ? undefined : Number(written);
  if (!isClang && !/gcc/i.test(text) && code === 0) return undefined;
  return { family: isClang ? 'clang' : 'gcc', major };
}

/** The kind by the name of the command, or of its link target: /usr/bin/gcc leads to x86_64-linux-gnu-gcc-12, clang to llvm-14/bin. */
async function kindOf(command: string, path: string): Promise<CompilerKind | undefined> {
  const name = firstWord(command);
  const family = /clang/.test(name) ? 'clang' : /gcc/.test(name) ? 'gcc' : undefined;
  if (!family) return undefined;
  const real = await realpath(path).catch(() => path);
  const number = [name, real].map((each) => /(?:gcc|clang)-(\d+)$/.exec(each)?.[1]).find(Boolean);
  const major = number ?? /\/llvm-?(\d+)\//.exec(real)?.[1];
  return { family, major: major === undefined ? undefined : Number(major) };
}

function nameOf({ family, major }: CompilerKind): string {
  return major === undefined ? family : `${family} ${major}`;
}

/**
 * The value that CC has in make after reading a `.kernelvariables`. dkms runs make to get it; this function parses the few forms that
 * Debian writes, so that finding kernels starts no process. `undefined` for anything else.
 */
function compilerOfVariables(text: string, crossPrefix: string): string | undefined {
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
    .replace(/\$[({]CROSS_COMPILE[)}]/g, values.get('CROSS_COMPILE') ?? crossPrefix)
    .trim();
  return expanded === '' || expanded.includes('$') ? undefined : expanded;
}

function firstWord(text: string): string {
  return /^\S*/.exec(text)?.[0] ?? '';
}
