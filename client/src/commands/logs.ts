import { Uri, window, workspace } from 'vscode';
import { clientNotifications } from '../../../server/src/lsp/messages.ts';
import type { Builds } from '../builds/builds.ts';
import type { Context } from '../context.ts';

/** Shows what was logged, and forgets what builds found. */
export function registerLogCommands(context: Context, builds: Builds): void {
  context.command('dkms.showLog', 'Show Log', () => context.log.show());

  context.command('dkms.openBuildLog', 'Open Last Build Log', async () => {
    if (builds.lastLog === undefined) {
      throw new Error('nothing was built in this window yet. Build a module first.');
    }
    const document = await workspace.openTextDocument(Uri.file(builds.lastLog));
    await window.showTextDocument(document);
  });

  context.command('dkms.clearProblems', 'Clear Build Problems', () =>
    context.notify(clientNotifications.clearProblems),
  );
}
