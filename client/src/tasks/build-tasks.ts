import path from 'node:path';
import {
  CustomExecution,
  Task,
  TaskGroup,
  TaskPanelKind,
  type TaskProvider,
  TaskRevealKind,
  TaskScope,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import type { BuildClient } from '../builds/build-client.ts';
import type { Module } from '../builds/module.ts';
import type { ModuleStore } from '../builds/module-store.ts';
import { chooseModule, moduleOf } from '../builds/modules.ts';
import { type Target, targetKey } from '../builds/targets.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import type { ResultStore } from '../results/result-store.ts';
import { pickKernel } from '../views/kernel-picker.ts';
import { BuildTerminal } from './build-terminal.ts';
import { showOutcome } from './outcome-message.ts';

/** The type that a task of tasks.json names. */
export const taskType = 'dkms';

/** Stands for every module, or for every kernel of the kernel set. */
const every = '*';

/** The properties of a task in tasks.json; see `taskDefinitions` in the manifest. */
interface BuildDefinition {
  readonly type: string;
  /** Path of a dkms.conf, relative to the folder of the task, or `*`; absent: the module of the active editor. */
  readonly conf?: string;
  /** The name of a kernel, or `*`; absent: the selected kernel. */
  readonly kernel?: string;
  /** `failed` builds only what failed last time. */
  readonly only?: 'failed';
}

/** What the tasks need. */
export interface BuildParts {
  readonly context: Context;
  readonly kernels: KernelStore;
  readonly modules: ModuleStore;
  readonly results: ResultStore;
  readonly builds: BuildClient;
}

/** Offers build tasks for the modules of the workspace, and runs those that tasks.json describes. */
export class BuildTasks implements TaskProvider {
  readonly #parts: BuildParts;

  constructor(parts: BuildParts) {
    this.#parts = parts;
  }

  async provideTasks(): Promise<Task[]> {
    const modules = await this.#parts.modules.list();
    const ofModules = modules.map((module) => this.forModule(module));
    // One for each module and not for each of its kernels: with many modules, the list would be too long.
    const forAllKernels =
      modules.length > 1 ? [this.forAll()] : modules.map((module) => this.forModule(module, every));
    return [...ofModules, ...forAllKernels];
  }

  resolveTask(task: Task): Task {
    const folder = typeof task.scope === 'object' ? task.scope : undefined;
    // VS Code matches the resolved task by the identity of its definition object.
    return this.#task(task.definition as BuildDefinition, folder, task.name);
  }

  /** The task that builds a module: for one kernel, for all of the set (`*`), or for the selected one. */
  forModule(module: Module, kernel?: string): Task {
    const folder = workspace.getWorkspaceFolder(module.conf);
    const conf = folder ? path.relative(folder.uri.fsPath, module.conf.fsPath) : module.conf.fsPath;
    const modules = this.#parts.modules.known ?? [];
    const ambiguous = modules.filter(({ name }) => name === module.name).length > 1;
    const what = `build ${module.name}${ambiguous ? ` (${path.dirname(conf)})` : ''}`;
    const definition = { type: taskType, conf, ...(kernel !== undefined && { kernel }) };
    const task = this.#task(
      definition,
      folder,
      kernel === undefined ? what : `${what} for ${nameOf(kernel)}`,
    );
    const where = kernel === undefined ? 'the selected kernel' : nameOf(kernel);
    task.detail = `Builds the module for ${where}, in a copy of its source.`;
    return task;
  }

  /** The task that builds every module, for one kernel or all of the set; with `only`, just those that failed last time. */
  forAll(kernel: string = every, only?: 'failed'): Task {
    const definition = { type: taskType, conf: every, kernel, ...(only && { only }) };
    const name = only ? 'rebuild failed' : `build all modules for ${nameOf(kernel)}`;
    const task = this.#task(definition, undefined, name);
    task.detail = only
      ? 'Rebuilds what failed last time, in a copy of its source.'
      : `Builds every module in the workspace for ${nameOf(kernel)}, each in a copy of its source.`;
    return task;
  }

  #task(definition: BuildDefinition, folder: WorkspaceFolder | undefined, name: string): Task {
    // VS Code replaces variables such as ${workspaceFolder} only in the definition that it passes to the execution.
    const execution = new CustomExecution((resolved) =>
      Promise.resolve(
        new BuildTerminal({
          targets: () => this.#targets(resolved as BuildDefinition, folder),
          run: async (targets, listener, token) => {
            const reports = await this.#parts.builds.run(targets, listener, token);
            if (reports.length > 1)
              this.#parts.context.inBackground('telling the outcome', showOutcome(reports));
            return reports;
          },
        }),
      ),
    );
    // The server publishes the problems of a build; the empty list keeps the editor from asking for a problem matcher.
    const task = new Task(definition, folder ?? TaskScope.Workspace, name, taskType, execution, []);
    task.group = TaskGroup.Build;
    task.presentationOptions = { reveal: TaskRevealKind.Always, panel: TaskPanelKind.Dedicated, clear: true };
    return task;
  }

  async #targets(
    definition: BuildDefinition,
    folder: WorkspaceFolder | undefined,
  ): Promise<readonly Target[] | undefined> {
    const modules = await this.#modules(definition, folder);
    if (!modules) return undefined;
    const kernels = await this.#kernels(definition);
    if (!kernels) return undefined;
    const targets = modules.flatMap((module) => kernels.map((kernel) => ({ ...module, kernel })));
    if (definition.only !== 'failed') return targets;
    const failed = new Set(this.#parts.results.failed.map(({ conf, kernel }) => targetKey(conf, kernel)));
    return targets.filter(({ conf, kernel }) => failed.has(targetKey(conf.toString(), kernel)));
  }

  async #modules(
    { conf }: BuildDefinition,
    folder: WorkspaceFolder | undefined,
  ): Promise<readonly Module[] | undefined> {
    const { context, modules } = this.#parts;
    if (conf === every) return await modules.list();
    if (conf === undefined) {
      const chosen = await chooseModule(context);
      return chosen && [chosen];
    }
    const base = folder ?? workspace.workspaceFolders?.[0];
    const uri = path.isAbsolute(conf) || !base ? Uri.file(conf) : Uri.joinPath(base.uri, conf);
    return [moduleOf(uri, await modules.list())];
  }

  /** The releases that the task names, else the selected kernel, else the one that the user picks. */
  async #kernels({ kernel, only }: BuildDefinition): Promise<readonly string[] | undefined> {
    const { kernels } = this.#parts;
    const known = await kernels.list();
    // A kernel whose build failed may have been removed from the set since; it is rebuilt all the same.
    if (kernel === every && only) return known.map(({ name }) => name);
    if (kernel === every) return await kernels.set();
    if (kernel !== undefined) return [kernel];
    const { selected } = kernels;
    const name = selected?.status === 'ready' ? selected.name : await pickKernel(kernels);
    return name === undefined ? undefined : [name];
  }
}

function nameOf(kernel: string): string {
  return kernel === every ? 'all kernels' : kernel;
}
