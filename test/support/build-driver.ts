import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildRequest, buildModule } from '../../server/src/builds/build-module.ts';
import { ProcessGroups } from '../../server/src/builds/process-group.ts';
import type { BuildResult } from '../../server/src/builds/result.ts';
import { openConf } from '../../server/src/conf/conf.ts';
import { parseDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { findKernels } from '../../server/src/kernels/find-kernels.ts';
import type { Kernel } from '../../server/src/kernels/kernel.ts';
import { readKernelConfig } from '../../server/src/kernels/kernel-config.ts';
import { ownFolder } from '../../server/src/module/module-source.ts';
import type { Problem } from '../../server/src/output/problem.ts';

export interface DriveOptions {
  /** The folder of the dkms.conf. */
  readonly source: string;
  readonly kernel: Kernel;
  readonly cacheFolder: string;
  readonly dkmsVersion?: string;
  /** Default: 2. */
  readonly jobs?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly unameShim?: boolean;
  readonly variables?: BuildRequest['variables'];
  readonly exclude?: BuildRequest['exclude'];
  readonly signal?: AbortSignal;
  readonly onOutput?: (text: string) => void;
}

export interface DrivenBuild {
  readonly result: BuildResult;
  readonly output: string;
  readonly reported: readonly Problem[];
  /** The phases in the order in which they began, with the number of units. */
  readonly phases: readonly string[];
  readonly objects: number;
}

/** The kernel of a release as the engine finds it in this folder, whatever kernels the machine itself has. */
export async function kernelOf(modulesDir: string, release: string): Promise<Kernel> {
  const kernels = await findKernels({ moduleFolders: [modulesDir], root: modulesDir });
  const found = kernels.find((one) => one.release === release);
  if (!found) throw new Error(`no kernel ${release} in ${modulesDir}`);
  return found;
}

/** Builds a module with the engine, and records the events that it reports. */
export async function drive(given: DriveOptions): Promise<DrivenBuild> {
  const path = join(given.source, 'dkms.conf');
  const reported: Problem[] = [];
  const phases: string[] = [];
  let output = '';
  let objects = 0;
  const groups = new ProcessGroups();
  const result = await buildModule(
    await requestOf(path, given),
    {
      output(text) {
        output += text;
        given.onOutput?.(text);
      },
      problem: (problem) => reported.push(problem),
      progress(step) {
        if (phases.at(-1) !== step.phase) phases.push(step.phase);
        objects = step.objects;
      },
    },
    { groups, ...(given.signal && { signal: given.signal }) },
  );
  if (groups.running.length > 0) throw new Error(`groups were left running: ${groups.running.join(' ')}`);
  return { result, output, reported, phases, objects };
}

async function requestOf(path: string, given: DriveOptions): Promise<BuildRequest> {
  const { kernel, cacheFolder, env, unameShim = false } = given;
  const dkmsVersion = parseDkmsVersion(given.dkmsVersion ?? '3.0.10');
  if (!dkmsVersion) throw new Error(`no version: ${given.dkmsVersion}`);
  const config = await readKernelConfig(kernel.buildDir);
  return {
    ...{ path, source: ownFolder(path), kernel, cacheFolder, jobs: given.jobs ?? 2, unameShim },
    conf: openConf(noParser, readFileSync(path, 'utf8')),
    facts: {
      dkmsVersion,
      kernel: {
        ...{ release: kernel.release, arch: kernel.arch, sourceDir: kernel.buildDir },
        ...(config && { config: (symbol: string) => config.lookup(symbol) }),
      },
    },
    ...(env && { env }),
    ...(given.variables && { variables: given.variables }),
    ...(given.exclude && { exclude: given.exclude }),
  };
}

/** A build does not need the syntax tree of a dkms.conf. */
const noParser = {
  parse(): never {
    throw new Error('a build asked for the tree of a conf');
  },
};

/** One line for each problem: location, severity, message. */
export function renderProblems(problems: readonly Problem[]): readonly string[] {
  return problems.map(
    ({ file, line, column, severity, message }) =>
      `${file}:${line}:${column ?? '-'}: ${severity}: ${message.split('\n')[0]}`,
  );
}
