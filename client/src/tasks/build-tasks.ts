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
import type { Builds } from '../builds/builds.ts';
import { chooseModule, findModules, type Module, moduleOf } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { pickKernel } from '../views/kernel-picker.ts';
import { BuildTerminal } from './build-terminal.ts';

/** The type that a task of tasks.json names. */
export const taskType = 'dkms';

/** What a task of tasks.json can say; see `taskDefinitions` of the manifest. */
interface BuildDefinition {
  readonly type: string;
  /** Path of a dkms.conf, relative to the folder of the task; absent: the module of the active editor. */
  readonly conf?: string;
  /** A release; absent: the selected kernel. */
  readonly kernel?: string;
}

/** Offers a build task for each module of the workspace, and runs those that tasks.json describes. */
export class BuildTasks implements TaskProvider {
  readonly #context: Context;
  readonly #kernels: KernelStore;
  readonly #builds: Builds;

  constructor(context: Context, kernels: KernelStore, builds: Builds) {
    this.#context = context;
    this.#kernels = kernels;
    this.#builds = builds;
  }

  async provideTasks(): Promise<Task[]> {
    const modules = await findModules(this.#context);
    return modules.map((module) => this.taskFor(module, modules));
  }

  resolveTask(task: Task): Task {
    const folder = typeof task.scope === 'object' ? task.scope : undefined;
    // The editor finds the resolved task by the very same definition object.
    return this.#task(task.definition as BuildDefinition, folder, task.name);
  }

  /** The task that builds a module for the selected kernel. `modules` are all of the workspace, to tell apart those of one name. */
  taskFor(module: Module, modules: readonly Module[]): Task {
    const folder = workspace.getWorkspaceFolder(module.conf);
    const conf = folder ? path.relative(folder.uri.fsPath, module.conf.fsPath) : module.conf.fsPath;
    const ambiguous = modules.filter(({ name }) => name === module.name).length > 1;
    const name = `build ${module.name}${ambiguous ? ` (${path.dirname(conf)})` : ''}`;
    const task = this.#task({ type: taskType, conf }, folder, name);
    task.detail = 'Builds the module for the selected kernel, in a copy of its source.';
    return task;
  }

  #task(definition: BuildDefinition, folder: WorkspaceFolder | undefined, name: string): Task {
    // Variables such as ${workspaceFolder} have their values only in the definition that the execution is given.
    const execution = new CustomExecution((resolved) =>
      Promise.resolve(this.#terminal(resolved as BuildDefinition, folder)),
    );
    // The problems of a build are published by the server; the empty list keeps the editor from asking for a matcher.
    const task = new Task(definition, folder ?? TaskScope.Workspace, name, taskType, execution, []);
    task.group = TaskGroup.Build;
    task.presentationOptions = { reveal: TaskRevealKind.Always, panel: TaskPanelKind.Dedicated, clear: true };
    return task;
  }

  #terminal(definition: BuildDefinition, folder: WorkspaceFolder | undefined): BuildTerminal {
    return new BuildTerminal(async (write, token) => {
      const module = await this.#module(definition, folder);
      if (!module) return undefined;
      const kernel = definition.kernel ?? (await this.#kernel());
      if (kernel === undefined) return undefined;
      return await this.#builds.run({ ...module, kernel }, write, token);
    });
  }

  async #module({ conf }: BuildDefinition, folder: WorkspaceFolder | undefined): Promise<Module | undefined> {
    if (conf === undefined) return await chooseModule(this.#context);
    const base = folder ?? workspace.workspaceFolders?.[0];
    const place = path.isAbsolute(conf) || !base ? Uri.file(conf) : Uri.joinPath(base.uri, conf);
    return moduleOf(place, await findModules(this.#context));
  }

  /** The selected kernel, or the one that the user chooses now. */
  async #kernel(): Promise<string | undefined> {
    await this.#kernels.list();
    const selected = this.#kernels.selected;
    return selected?.status === 'ready' ? selected.release : await pickKernel(this.#kernels);
  }
}
