import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProcessGroups } from '../../builds/process-group.ts';
import { plainEnvironment } from '../../builds/steps/step-script.ts';
import { type ModuleBinary, readModuleBinary } from '../../elf/module-binary.ts';
import { isFolder } from '../../file-system.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { moduleName } from '../../load/kernel-files.ts';
import { readPlainModule } from '../../load/plain-module.ts';
import { historicLoadingKernel } from '../../load/refusals/historic-kernel-exports.ts';
import { type LoadingKernel, readLoadingKernel } from '../../load/refusals/loading-kernel.ts';
import type { LoadRefusal } from '../../load/refusals/refusal.ts';
import { findRefusals } from '../../load/refusals/refusals.ts';
import type { Problem } from '../../output/problem.ts';
import type { KernelHistory } from '../../triage/history/kernel-history.ts';
import { type FilesOfModule, readUnits } from '../../triage/modpost/module-units.ts';
import { readSourceFiles } from '../../triage/modpost/source-files.ts';
import { placeAtUse } from '../../triage/modpost/symbol-uses.ts';
import { parseRelease } from '../../triage/without-headers/release.ts';
import type { Engine } from '../engine.ts';

/** Whether a kernel loads a built module, judged without loading it. */
export interface LoadingVerdict {
  /** The name of the module in the kernel. */
  readonly module: string;
  /** Its file. */
  readonly path: string;
  readonly kernel: string;
  /** `ok`: nothing was found that keeps the kernel from loading it. `unsure`: it may refuse it, or not all of it could be judged. */
  readonly status: 'ok' | 'refused' | 'unsure';
  /** `likely` if the headers of the kernel are not here. */
  readonly certainty: 'verified' | 'likely';
  /** At the uses of symbols where the source tells them, else at the file of the module. */
  readonly problems: readonly Problem[];
  /** What could not be judged, in sentences. */
  readonly notes: readonly string[];
}

/** A kernel by which modules are judged: one of this machine, or the name of another. */
export type JudgedKernel = Kernel | { readonly absent: string };

/** A module in a file. */
interface ReadModule {
  readonly path: string;
  readonly name: string;
  readonly binary: ModuleBinary;
}

/**
 * Judges whether kernels load modules, by the files of the modules and the headers of the kernels. The modules are taken to be loaded together, those that others
 * need first. `folders` hold their C files; without them, they are looked for beside each module. Runs nothing of the modules.
 */
export async function checkLoading(
  { engine, history }: { readonly engine: Engine; readonly history: KernelHistory | undefined },
  request: {
    readonly files: readonly string[];
    readonly kernels: readonly JudgedKernel[];
    readonly folders?: readonly string[];
    /** Whether the modules are signed as they will be when they are loaded; if not, signatures are not judged. Default: yes. */
    readonly isSigned?: boolean;
  },
  groups: ProcessGroups,
): Promise<readonly LoadingVerdict[] | { readonly wrong: string }> {
  const modules: ReadModule[] = [];
  for (const path of request.files) {
    const read = await readModule(path, groups);
    if ('wrong' in read) return read;
    modules.push(read);
  }
  const sources = new Map<string, Promise<FilesOfModule>>();
  const sourcesOf = (path: string): Promise<FilesOfModule> => {
    const read = async () => ({
      files: await readSourceFiles(request.folders ?? [await sourceBeside(path)]),
      isUnit: await readUnits(path),
    });
    const known = sources.get(path) ?? read();
    sources.set(path, known);
    return known;
  };
  const verdicts: LoadingVerdict[] = [];
  for (const wanted of request.kernels) {
    const known = await loadingKernelOf(engine, wanted, history);
    if ('wrong' in known) return known;
    for (const module of modules) {
      const others = modules.filter((other) => other !== module);
      const refusals = findRefusals(module, known.kernel, others).filter(
        ({ kind }) => kind !== 'signature' || request.isSigned !== false,
      );
      // Most modules have none, so the files of the source are rarely needed.
      const isLocated = refusals.some(({ symbol }) => symbol !== undefined);
      const found = isLocated ? await sourcesOf(module.path) : undefined;
      verdicts.push(verdictOf(module, known, refusals, found));
    }
  }
  return verdicts;
}

interface KnownKernel {
  readonly kernel: LoadingKernel;
  readonly certainty: LoadingVerdict['certainty'];
  readonly notes: readonly string[];
}

async function loadingKernelOf(
  engine: Engine,
  wanted: JudgedKernel,
  history: KernelHistory | undefined,
): Promise<KnownKernel | { readonly wrong: string }> {
  if (!('absent' in wanted) && wanted.status !== 'no-headers') {
    const kernel = await readLoadingKernel(wanted, await engine.kernelConfigs.read(wanted.buildDir));
    if (kernel) return { kernel, certainty: 'verified', notes: lacksOf(kernel) };
  }
  const name = 'absent' in wanted ? wanted.absent : wanted.name;
  const historic = history?.kernel(historicName(wanted));
  if (!historic) return { wrong: `nothing is known of a kernel ${name}; get its headers first` };
  return {
    kernel: { ...historicLoadingKernel(historic, 'absent' in wanted ? '' : wanted.arch), name },
    certainty: 'likely',
    notes: [
      `${'absent' in wanted || wanted.status === 'no-headers' ? `The headers of ${name} are not on this machine` : `The tree of ${name} has no configuration`}: only what it exports was judged, by the history of the kernel.`,
      ...('absent' in wanted || wanted.reason === undefined ? [] : [wanted.reason]),
    ],
  };
}

/** The name by which the history finds a kernel: of a tree that was never prepared, which has no release yet, the version in its Makefile. */
function historicName(wanted: JudgedKernel): string {
  if ('absent' in wanted) return wanted.absent;
  return parseRelease(wanted.release) ? wanted.release : wanted.version;
}

function lacksOf({ name, exports, versionMagic }: LoadingKernel): readonly string[] {
  return [
    ...(exports
      ? []
      : [
          `The headers of ${name} have no Module.symvers, so the symbols that the module uses were not judged.`,
        ]),
    ...(versionMagic === undefined
      ? [`The headers of ${name} do not tell its version magic, so it was not compared.`]
      : []),
  ];
}

function verdictOf(
  module: ReadModule,
  { kernel, certainty, notes }: KnownKernel,
  refusals: readonly LoadRefusal[],
  sources: FilesOfModule | undefined,
): LoadingVerdict {
  const problems = refusals.map((refusal) => problemOf(refusal, module, sources));
  const isRefused = problems.some(({ severity }) => severity === 'error');
  const isUnsure = problems.some(({ severity }) => severity === 'warning') || notes.length > 0;
  return {
    ...{ module: module.name, path: module.path, kernel: kernel.name, certainty, problems, notes },
    status: isRefused ? 'refused' : isUnsure ? 'unsure' : 'ok',
  };
}

function problemOf(
  { severity, message, symbol }: LoadRefusal,
  { path }: ReadModule,
  sources: FilesOfModule | undefined,
): Problem {
  const problem: Problem = {
    ...{ file: path, line: 1, severity, message, tool: 'kernel', related: [], object: path },
    ...(symbol !== undefined && { symbol }),
  };
  return (symbol !== undefined && sources && placeAtUse(problem, symbol, sources)) || problem;
}

async function readModule(
  path: string,
  groups: ProcessGroups,
): Promise<ReadModule | { readonly wrong: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'dkms-tools-module-'));
  try {
    const bytes = await readPlainModule(path, folder, { groups, env: plainEnvironment(process.env) });
    const binary = await readModuleBinary(bytes);
    if (!binary) return { wrong: `${path} is not a kernel module, or it is damaged` };
    return { path, binary, name: binary.modinfo.get('name') ?? moduleName(path) };
  } catch (error) {
    return { wrong: `${path} can't be read: ${(error as Error).message}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The folder of a module's C files: its own, or for what dkms built, the source that dkms has of it. */
async function sourceBeside(path: string): Promise<string> {
  const folder = dirname(path);
  const registered = join(folder, '../../../source');
  return folder.endsWith('/module') && (await isFolder(registered)) ? `${registered}/` : folder;
}
