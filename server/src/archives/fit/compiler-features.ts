import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cancelled, isFailure, type ProgramContext, runProgram } from '../run-program.ts';

/** A feature of the compiler that a kernel's configuration records, and that an older compiler lacks. */
interface CompilerFeature {
  /** Symbols of the configuration, without CONFIG_. */
  readonly symbols: readonly string[];
  readonly options: readonly string[];
  readonly program: string;
}

/** Sources: the kernel's init/Kconfig, arch/x86/Kconfig and the Makefiles that use the symbols. */
const features: readonly CompilerFeature[] = [
  {
    symbols: ['CC_HAS_MIN_FUNCTION_ALIGNMENT'],
    options: ['-fmin-function-alignment=16'],
    program: 'int x;',
  },
  {
    symbols: ['CC_HAS_COUNTED_BY', 'CC_HAS_BROKEN_COUNTED_BY_REF'],
    options: [],
    program: 'struct s { int n; char a[] __attribute__((__counted_by__(n))); };',
  },
  {
    symbols: ['CC_HAS_COUNTED_BY_PTR'],
    options: [],
    program: 'struct s { int n; char *a __attribute__((__counted_by__(n))); };',
  },
  {
    symbols: ['CC_HAS_SLS', 'SLS', 'MITIGATION_SLS'],
    options: ['-mharden-sls=all'],
    program: 'int x;',
  },
  {
    symbols: ['CC_HAS_AUTO_VAR_INIT_ZERO', 'CC_HAS_AUTO_VAR_INIT_ZERO_BARE', 'INIT_STACK_ALL_ZERO'],
    options: ['-ftrivial-auto-var-init=zero'],
    program: 'int x;',
  },
  {
    symbols: ['CC_HAS_ZERO_CALL_USED_REGS', 'ZERO_CALL_USED_REGS'],
    options: ['-fzero-call-used-regs=used-gpr'],
    program: 'int x;',
  },
  {
    symbols: ['CC_HAS_ASSUME'],
    options: [],
    program: 'void f(int x) { __attribute__((__assume__(x))); }',
  },
  {
    symbols: ['CC_HAS_TYPEOF_UNQUAL', 'CC_HAS_MULTIDIMENSIONAL_NONSTRING'],
    options: [],
    program: 'char a[][3] __attribute__((__nonstring__)) = { { 1, 2, 3 } }; __typeof_unqual__(a[0][0]) b;',
  },
];

/**
 * Removes from the configuration of unpacked headers the features that `compiler` (words of a command) lacks, with which every unit would
 * fail. Returns the removed symbols, without CONFIG_.
 */
export async function removeMissingFeatures(
  buildDir: string,
  compiler: readonly string[],
  context: ProgramContext,
): Promise<readonly string[] | Cancelled> {
  const config = join(buildDir, 'include/config/auto.conf');
  const header = join(buildDir, 'include/generated/autoconf.h');
  const [configText, headerText] = await Promise.all([readFile(config, 'utf8'), readFile(header, 'utf8')]);
  const missing: string[] = [];
  for (const { symbols, options, program } of features) {
    const set = symbols.filter((symbol) => new RegExp(`^CONFIG_${symbol}=`, 'm').test(configText));
    if (set.length === 0) continue;
    const accepted = await compiles(compiler, options, program, context);
    if (typeof accepted !== 'boolean') return accepted;
    if (!accepted) missing.push(...set);
  }
  if (missing.length === 0) return missing;
  const names = missing.join('|');
  await writeFile(config, configText.replaceAll(new RegExp(`^CONFIG_(?:${names})=.*\n`, 'gm'), ''));
  await writeFile(header, headerText.replaceAll(new RegExp(`^#define CONFIG_(?:${names}) .*\n`, 'gm'), ''));
  return missing;
}

async function compiles(
  [compiler = 'cc', ...words]: readonly string[],
  options: readonly string[],
  program: string,
  context: ProgramContext,
): Promise<boolean | Cancelled> {
  const folder = await mkdtemp('/tmp/dkms-tools-feature-');
  try {
    await writeFile(join(folder, 'feature.c'), `${program}\n`);
    const args = [...words, '-Werror', ...options, '-c', '-o', '/dev/null', 'feature.c'];
    const end = await runProgram(compiler, args, folder, context);
    if (isFailure(end)) return end.kind === 'cancelled' ? end : false;
    return end.succeeded;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
