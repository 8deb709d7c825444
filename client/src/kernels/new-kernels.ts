import { ConfigurationTarget, TaskRevealKind, tasks, window, workspace } from 'vscode';
import { type KernelsAppeared, serverNotifications } from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import type { ModuleStore } from '../builds/module-store.ts';
import type { Context } from '../context.ts';
import type { BuildTasks } from '../tasks/build-tasks.ts';

/**
 * Offers to build the modules of the workspace for a new kernel once its headers are installed, as dkms does on an upgrade; builds
 * without asking if the setting says so.
 */
export function followNewKernels(
  context: Context,
  parts: { readonly modules: ModuleStore; readonly buildTasks: BuildTasks },
): void {
  const { modules, buildTasks } = parts;

  const build = async (names: readonly string[]) => {
    for (const name of names) {
      const task = buildTasks.forAll(name);
      // The user did not start this build, so its terminal does not open over another one.
      task.presentationOptions = { ...task.presentationOptions, reveal: TaskRevealKind.Silent };
      await tasks.executeTask(task);
    }
  };

  const offer = async ({ kernels, action }: KernelsAppeared) => {
    if (!workspace.isTrusted) return;
    const known = await modules.list();
    const [first] = known;
    if (!first || kernels.length === 0) return;
    const names = kernels.map(({ name }) => name);
    if (action === 'build') {
      await build(names);
      return;
    }
    const [now, always] = ['Build', 'Always Build'];
    const what = known.length === 1 ? first.name : plural(known.length, 'module');
    const answer = await window.showInformationMessage(
      `The headers of ${names.join(' and ')} were installed. Build ${what} for ${names.length === 1 ? 'it' : 'them'} now, as DKMS will?`,
      now,
      always,
      'Not Now',
    );
    if (answer === always) {
      const settings = workspace.getConfiguration('dkms');
      await settings.update('buildOnNewKernel', 'always', ConfigurationTarget.Global);
    }
    if (answer === now || answer === always) await build(names);
  };

  context.own(
    context.onNotification<KernelsAppeared>(serverNotifications.kernelsAppeared, (appeared) => {
      offer(appeared).catch((error: unknown) => context.log.error(String(error)));
    }),
  );
}
