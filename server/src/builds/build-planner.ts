import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Conf } from '../conf/conf.ts';
import { evaluateConf, evaluateValues } from '../conf/reading/evaluate-conf.ts';
import type { Reading, ReadingFacts } from '../conf/reading/reading.ts';
import type { Kernel } from '../kernels/kernel.ts';
import type { ModuleSource } from '../module/module-source.ts';
import type { FilledTemplate } from './filled-template.ts';
import type { Jobserver } from './jobs/jobserver.ts';
import { type KernelView, openKernelView } from './kernel-view/kernel-view.ts';
import { identityOf } from './module-identity.ts';
import { type Plan, planBuild, type Refusal, type Skip } from './plan.ts';
import type { ProcessGroups } from './process-group.ts';
import type { ModuleIdentity, StageLayout } from './stage/stage-layout.ts';
import type { BuildVariables } from './steps/build-variables.ts';
import { runConf } from './steps/resolve-conf.ts';
import { plainEnvironment } from './steps/step-script.ts';
import { placeUnameShim } from './steps/uname-shim.ts';

/** The module and the kernel to plan a build for. */
export interface PlanRequest {
  /** Absolute path of the dkms.conf, or of the Kbuild or Makefile that a conf was proposed from. */
  readonly path: string;
  readonly source: ModuleSource;
  /** The conf as it is on disk, which is what a build uses, or as it was proposed. */
  readonly conf: Conf;
  /** See `ConfSource`. */
  readonly proposedAt?: number;
  readonly kernel: Kernel;
  /**
   * What is known about the machine's dkms and the kernel. The build itself fills in the trees and the module's name and version.
   */
  readonly facts: ReadingFacts & Required<Pick<ReadingFacts, 'kernel'>>;
  /** At least 1. */
  readonly jobs: number;
  /** Default: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The variables that the user has set for builds for this kernel. */
  readonly variables?: BuildVariables;
  /** Whether `uname -r` prints the kernel's release, for a Makefile that asks for the running kernel. */
  readonly unameShim?: boolean;
}

export interface PlannerOptions {
  readonly groups: ProcessGroups;
  readonly signal?: AbortSignal;
  readonly jobserver?: Jobserver;
  /** Receives the output of a conf that has to be run. */
  readonly print: (text: string) => void;
}

/** Finds the plan of one build: from the text of its conf if that is enough, else by running the conf in its staged copy. */
export class BuildPlanner {
  readonly #request: PlanRequest;
  readonly #conf: Conf;
  readonly #template: FilledTemplate | undefined;
  readonly #options: PlannerOptions;
  readonly #env: Readonly<Record<string, string | undefined>>;
  #module: ModuleIdentity | undefined;
  #view: KernelView | undefined;

  /** `template` is the conf of the request with its placeholders filled in, if it has any. */
  constructor(request: PlanRequest, template: FilledTemplate | undefined, options: PlannerOptions) {
    this.#request = request;
    this.#template = template;
    this.#conf = template?.conf ?? request.conf;
    this.#options = options;
    this.#env = { ...(request.env ?? process.env), ...request.variables?.environment };
  }

  /** The name and version; `undefined` until both are known. */
  get module(): ModuleIdentity | undefined {
    return this.#module;
  }

  /** The plan that follows from the text alone, before there is a stage. Most refusals happen here. */
  planFromText(layout: StageLayout): ReturnType<typeof planBuild> {
    return this.#plan(this.#read(layout), layout);
  }

  /**
   * The plan; if the text alone is not enough, the file is run in the copy, as dkms does. `last` is what the last build found as the module.
   * `undefined` if that was cancelled.
   */
  async plan(
    layout: StageLayout,
    copy: string,
    last?: ModuleIdentity,
  ): Promise<Plan | Refusal | Skip | undefined> {
    await this.#prepareKernel(layout);
    const text = this.#read(layout);
    const fromText = this.#plan(text, layout);
    if (fromText.kind !== 'unresolved') return fromText;
    const module = identityOf(text) ?? last;
    let reading = await this.#run(layout, copy, module);
    const found = reading && identityOf(reading);
    // A file whose module name is known only after running it may use that name, so it is run again with the name.
    if (found && !isDeepStrictEqual(found, module)) reading = await this.#run(layout, copy, found);
    if (this.#options.signal?.aborted) return undefined;
    const fromRun = reading && this.#plan(reading, layout, text);
    if (fromRun && fromRun.kind !== 'unresolved') return fromRun;
    const { what, reason, location } = fromRun ?? fromText;
    const message = `${what} can't be determined (${reason}), and running the file in bash did not determine it either. See the build output.`;
    return { kind: 'refused', because: 'unresolved', message, location };
  }

  /** Arranges how commands of the build see the kernel, and what `uname` prints for them. */
  async #prepareKernel(layout: StageLayout): Promise<void> {
    const { kernel, unameShim } = this.#request;
    const { groups, signal } = this.#options;
    const env = plainEnvironment(this.#env);
    this.#view = await openKernelView(kernel, {
      ...{ groups, env, mountPoint: join(layout.root, 'view') },
      memoryFile: layout.namespaceFile,
      ...(signal && { signal }),
    });
    if (unameShim) await placeUnameShim(unameFolder(layout), kernel.release, env.PATH);
  }

  #read(layout: StageLayout): Reading {
    const first = evaluateConf(this.#conf, this.#facts(layout, undefined));
    const module = identityOf(first);
    return module ? evaluateConf(this.#conf, this.#facts(layout, module)) : first;
  }

  async #run(
    layout: StageLayout,
    copy: string,
    module: ModuleIdentity | undefined,
  ): Promise<Reading | undefined> {
    const { path, jobs, proposedAt, unameShim } = this.#request;
    const { signal, groups, print } = this.#options;
    const facts = this.#facts(layout, module ?? { name: '', version: '' });
    const values = await runConf({
      ...{ facts, layout, groups, jobs },
      env: unameShim
        ? { ...this.#env, PATH: `${unameFolder(layout)}:${plainEnvironment(this.#env).PATH}` }
        : this.#env,
      ...(this.#view && { view: this.#view }),
      ...(proposedAt === undefined && { confFile: join(copy, basename(path)) }),
      ...{ confText: this.#conf.text, cwd: copy, onText: print },
      ...(signal && { signal }),
    });
    return values && evaluateValues(values, facts);
  }

  #facts(layout: StageLayout, module: ModuleIdentity | undefined): PlanRequest['facts'] {
    return {
      ...this.#request.facts,
      ...{ jobs: this.#request.jobs, dkmsTree: layout.dkmsTree, sourceTree: layout.sourceTree },
      ...(module && { module: module.name, moduleVersion: module.version }),
    };
  }

  /** `text` is the reading of the file's text if `reading` comes from running the file. */
  #plan(reading: Reading, layout: StageLayout, text?: Reading): ReturnType<typeof planBuild> {
    const { path, source, kernel, jobs, proposedAt, unameShim, variables } = this.#request;
    const { jobserver } = this.#options;
    this.#module = identityOf(reading) ?? this.#module;
    return planBuild({
      ...{ reading, source, kernel, jobs, layout, env: this.#env },
      conf: { path, text: this.#request.conf.text, proposedAt },
      ...(text && { text }),
      ...(this.#view && { view: this.#view }),
      ...(unameShim && { unameFolder: unameFolder(layout) }),
      ...(variables && { variables }),
      ...(this.#template && { template: this.#template }),
      ...(jobserver && { makeFlags: jobserver.makeFlags }),
    });
  }
}

function unameFolder(layout: StageLayout): string {
  return join(layout.root, 'bin');
}
