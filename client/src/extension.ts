import { commands, type ExtensionContext, tasks, workspace } from 'vscode';
import { BuildClient } from './builds/build-client.ts';
import { ModuleStore } from './builds/module-store.ts';
import { registerBuildCommands } from './commands/build-commands.ts';
import { registerCacheCommands } from './commands/cache.ts';
import { registerCheckLoading } from './commands/check-loading.ts';
import { registerCreateConfCommand } from './commands/create-conf.ts';
import { registerDkmsActions } from './commands/dkms-actions.ts';
import { registerExplainLogCommand } from './commands/explain-log.ts';
import { registerFetchedKernelCommands } from './commands/fetched-kernels.ts';
import { registerKernelRange } from './commands/kernel-range.ts';
import { registerKernelCommands } from './commands/kernels.ts';
import { registerLoadTest } from './commands/load-test.ts';
import { registerLogCommands } from './commands/logs.ts';
import { registerMachineCommands } from './commands/machine.ts';
import { registerModerniseCommand } from './commands/modernise.ts';
import { registerNewModuleCommand } from './commands/new-module.ts';
import { registerNextKernel } from './commands/next-kernel.ts';
import { registerOverrideCommands } from './commands/overrides.ts';
import { registerPackageCommand } from './commands/package-module.ts';
import { registerPortCommand } from './commands/port.ts';
import { registerResultCommands } from './commands/results.ts';
import { registerVerifyCommand } from './commands/verify.ts';
import { Context } from './context.ts';
import { registerClangd } from './intellisense/clangd.ts';
import { markClangdProposals } from './intellisense/clangd-proposals.ts';
import { provideCpptools } from './intellisense/cpptools.ts';
import { KernelStore, rememberedKernel } from './kernels/kernel-store.ts';
import { followNamedKernels } from './kernels/named-kernels.ts';
import { followNewKernels } from './kernels/new-kernels.ts';
import { MachineStore } from './machine/machine-store.ts';
import { ResultStore } from './results/result-store.ts';
import { startWhenNeeded } from './start-when-needed.ts';
import { showBuildStatus } from './status/build-status.ts';
import { showKernelStatus } from './status/kernel-status.ts';
import { showServerStatus } from './status/server-status.ts';
import { BuildTasks, taskType } from './tasks/build-tasks.ts';
import { offerTests } from './testing/build-tests.ts';
import { showKernels } from './views/kernels-view.ts';
import { showRegistered } from './views/registered-view.ts';
import { showResults } from './views/results-view.ts';

export function activate(extension: ExtensionContext): void {
  const context = new Context(extension, () => {
    const selectedKernel = rememberedKernel(extension.workspaceState);
    return {
      ...{ trusted: workspace.isTrusted, codeLens: true },
      ...(selectedKernel !== undefined && { selectedKernel }),
    };
  });
  extension.subscriptions.push(context);

  const kernels = new KernelStore(context);
  const modules = new ModuleStore(context);
  const results = new ResultStore(context);
  const builds = new BuildClient(context);
  const buildTasks = new BuildTasks({ context, kernels, modules, results, builds });

  showServerStatus(context);
  showKernelStatus(context, kernels);
  showBuildStatus(context, results);
  showKernels(context, kernels);
  showResults(context, { modules, kernels, results });
  offerTests(context, { modules, kernels, results, builds });
  followNewKernels(context, { modules, buildTasks });
  followNamedKernels(context);
  registerCreateConfCommand(context);
  registerNewModuleCommand(context);
  registerPackageCommand(context);
  registerModerniseCommand(context);
  registerPortCommand(context, kernels);
  registerBuildCommands(context, { modules, results, buildTasks });
  registerCacheCommands(context);
  const logs = registerExplainLogCommand(context);
  registerResultCommands(context, results, logs);
  const machine = new MachineStore(context);
  showRegistered(context, machine);
  registerMachineCommands(context, machine, logs.explain);
  registerDkmsActions(context, kernels);
  registerNextKernel(context, kernels);
  registerOverrideCommands(context, kernels);
  registerKernelCommands(context, kernels);
  registerFetchedKernelCommands(context);
  registerLogCommands(context);
  registerVerifyCommand(context, kernels);
  registerLoadTest(context, { builds, results });
  registerCheckLoading(context, kernels);
  registerKernelRange(context);
  context.own(tasks.registerTaskProvider(taskType, buildTasks));
  registerClangd(context);

  startWhenNeeded(context, () => {
    // The views stay hidden in windows that have nothing to do with drivers.
    context.inBackground('showing the views', commands.executeCommand('setContext', 'dkms.active', true));
    // Another extension may fail to activate; that must not stop this one.
    const started = context.start();
    context.inBackground(
      "marking clangd's proposals",
      started.then(() => markClangdProposals(context)),
    );
    context.inBackground(
      'telling the C/C++ extension how files are compiled',
      started.then(() => provideCpptools(context)),
    );
  });
}
