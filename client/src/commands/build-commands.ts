import { type Task, tasks, Uri, window, workspace } from 'vscode';
import type { Module } from '../builds/module.ts';
import type { ModuleStore } from '../builds/module-store.ts';
import { chooseModule } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import type { ResultStore } from '../results/result-store.ts';
import type { BuildTasks } from '../tasks/build-tasks.ts';
import type { ResultNode } from '../views/results-view.ts';

/** Registers the commands that start and cancel builds. */
export function registerBuildCommands(
  context: Context,
  parts: { readonly modules: ModuleStore; readonly results: ResultStore; readonly buildTasks: BuildTasks },
): void {
  const { modules, results, buildTasks } = parts;

  context.command('dkms.build', 'Build Module', async (given) => {
    const node = nodeOf(given);
    if (node && node.kind !== 'module') await start(buildTasks.forModule(node.module, node.kernel));
    else await startModule(given);
  });

  context.command('dkms.buildAll', 'Build Module for All Kernels', (given) => startModule(given, '*'));

  context.command('dkms.buildWorkspace', 'Build All Modules for All Kernels', async () => {
    await someModule();
    await start(buildTasks.forAll());
  });

  context.command('dkms.buildForKernel', 'Build All Modules for This Kernel', async (given) => {
    await someModule();
    await start(buildTasks.forAll((given as { readonly name: string }).name));
  });

  context.command('dkms.rebuildFailed', 'Rebuild Failed', async () => {
    if (results.failed.length === 0) {
      await window.showInformationMessage('No build has failed, so there is nothing to rebuild.');
    } else await start(buildTasks.forAll('*', 'failed'));
  });

  context.command('dkms.cancelBuild', 'Cancel Build', async (given) => {
    const node = nodeOf(given);
    if (node) results.cancel(node.module.conf.toString(), node.kind === 'module' ? undefined : node.kernel);
    else await cancelChosen();
  });

  context.command('dkms.cancelAllBuilds', 'Cancel All Builds', () => results.cancel());

  /** `given` is the file or row that a menu was opened on, or the URI that a code lens of the server passes. */
  async function startModule(given: unknown, kernel?: string): Promise<void> {
    refuseUntrusted();
    const conf = typeof given === 'string' ? Uri.parse(given, true) : given;
    const module =
      nodeOf(given)?.module ?? (await chooseModule(context, conf instanceof Uri ? conf : undefined));
    if (!module) return;
    await modules.list();
    await start(buildTasks.forModule(module, kernel));
  }

  async function someModule(): Promise<readonly Module[]> {
    const known = await modules.list();
    if (known.length === 0) {
      throw new Error(
        'No dkms.conf was found in this window, and no Kbuild or Makefile with obj-m. Open the folder of a module.',
      );
    }
    return known;
  }

  async function cancelChosen(): Promise<void> {
    const { busy } = results;
    if (busy.length <= 1) {
      results.cancel();
      return;
    }
    const names = new Map((modules.known ?? []).map(({ conf, name }) => [conf.toString(), name]));
    const items = busy.map(({ conf, kernel, activity }) => ({
      label: `${names.get(conf) ?? conf} for ${kernel}`,
      ...(activity === 'waiting' && { description: 'waiting' }),
      ...{ conf, kernel },
    }));
    const chosen = await window.showQuickPick(items, {
      title: 'Build to Cancel',
      placeHolder: 'Select the builds to cancel',
      canPickMany: true,
    });
    for (const { conf, kernel } of chosen ?? []) results.cancel(conf, kernel);
  }
}

async function start(task: Task): Promise<void> {
  refuseUntrusted();
  await tasks.executeTask(task);
}

function refuseUntrusted(): void {
  if (workspace.isTrusted) return;
  throw new Error('A build runs commands from the module. Trust this workspace, then build again.');
}

/** The row that a menu of the view *Results* was opened on. */
function nodeOf(given: unknown): ResultNode | undefined {
  const isNode = typeof given === 'object' && given !== null && 'kind' in given && 'module' in given;
  return isNode ? (given as ResultNode) : undefined;
}
