import { tasks, Uri, window, workspace } from 'vscode';
import type { Builds } from '../builds/builds.ts';
import { chooseModule, findModules } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import type { BuildTasks } from '../tasks/build-tasks.ts';

/** Starts builds, and cancels them. */
export function registerBuildCommands(context: Context, builds: Builds, buildTasks: BuildTasks): void {
  // A menu hands over the file that it was opened on; a code lens of the server, its address.
  context.command('dkms.build', 'Build Module', async (file: unknown) => {
    if (!workspace.isTrusted) {
      throw new Error('a build runs commands of the module. Trust this workspace first, then build again.');
    }
    const conf = typeof file === 'string' ? Uri.parse(file, true) : file;
    const module = await chooseModule(context, conf instanceof Uri ? conf : undefined);
    if (module) await tasks.executeTask(buildTasks.taskFor(module, await findModules(context)));
  });

  context.command('dkms.cancelBuild', 'Cancel Build', async () => {
    const running = builds.running;
    if (running.length <= 1) {
      running[0]?.cancel();
      return;
    }
    const items = running.map((run) => ({ label: run.name, description: run.kernel, run }));
    const chosen = await window.showQuickPick(items, {
      title: 'Build to Cancel',
      placeHolder: 'Select the builds to cancel',
      canPickMany: true,
    });
    for (const { run } of chosen ?? []) run.cancel();
  });
}
