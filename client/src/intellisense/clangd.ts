import { ConfigurationTarget, commands, window, workspace } from 'vscode';
import { type CompileDatabase, requests, serverNotifications } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { clangdArguments } from './clangd-arguments.ts';

/**
 * Has clangd, where it is installed, read how the selected kernel's build compiled each file. Its setting for that is the workspace's, so it
 * is changed only when the user asks for it.
 */
export function registerClangd(context: Context): void {
  context.command('dkms.useInClangd', 'Use the Selected Kernel in clangd', async () => {
    const database = await context.request<CompileDatabase | null>(requests.compileDatabase);
    if (!database) {
      throw new Error(
        'there is no folder for compile_commands.json. Trust this workspace and look at dkms.cacheFolder.',
      );
    }
    const settings = workspace.getConfiguration('clangd');
    const before = settings.get<readonly string[]>('arguments') ?? [];
    const wanted = clangdArguments(before, database.folder);
    await settings.update('arguments', wanted, ConfigurationTarget.Workspace);
    await restartClangd();
    await window.showInformationMessage(
      'clangd reads the flags of the selected kernel from now on: select another kernel, and it follows once the module was built for that one.',
    );
  });
  context.own(
    context.onNotification<undefined>(serverNotifications.compileDatabaseChanged, () => {
      const given = workspace.getConfiguration('clangd').get<readonly string[]>('arguments') ?? [];
      // clangd notices a changed file by itself after a while; one that was told by us is told at once.
      if (given.some((one) => one.startsWith('--compile-commands-dir='))) void restartClangd();
    }),
  );
}

async function restartClangd(): Promise<void> {
  if ((await commands.getCommands(true)).includes('clangd.restart')) {
    await commands.executeCommand('clangd.restart');
  }
}
