import { type ExtensionContext, tasks, workspace } from 'vscode';
import { Builds } from './builds/builds.ts';
import { registerBuildCommands } from './commands/build.ts';
import { registerLogCommands } from './commands/logs.ts';
import { registerVerifyCommand } from './commands/verify.ts';
import { Context } from './context.ts';
import { registerClangd } from './intellisense/clangd.ts';
import { provideCpptools } from './intellisense/cpptools.ts';
import { KernelStore, rememberedRelease } from './kernels/kernel-store.ts';
import { showKernelStatus } from './status/kernel-status.ts';
import { BuildTasks, taskType } from './tasks/build-tasks.ts';
import { pickKernel } from './views/kernel-picker.ts';

export function activate(extension: ExtensionContext): void {
  const context = new Context(extension, () => {
    const selectedKernel = rememberedRelease(extension.workspaceState);
    return {
      ...{ trusted: workspace.isTrusted, codeLens: true },
      ...(selectedKernel !== undefined && { selectedKernel }),
    };
  });
  extension.subscriptions.push(context);

  const kernels = new KernelStore(context);
  const builds = new Builds(context);
  const buildTasks = new BuildTasks(context, kernels, builds);

  showKernelStatus(context, kernels);
  registerBuildCommands(context, builds, buildTasks);
  registerLogCommands(context, builds);
  registerVerifyCommand(context, kernels);
  context.command('dkms.selectKernel', 'Select Kernel', () => pickKernel(kernels));
  context.command('dkms.restartServer', 'Restart Language Server', () => context.restart());
  context.own(tasks.registerTaskProvider(taskType, buildTasks));
  registerClangd(context);

  void context.start().then(() => provideCpptools(context));
}
