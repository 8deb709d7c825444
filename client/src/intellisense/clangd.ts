import { commands, window, workspace } from 'vscode';
import {
  type ClangdUse,
  type CompileDatabase,
  requests,
  serverNotifications,
} from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { databaseFolder } from './clangd-arguments.ts';

/**
 * Has clangd, where it is installed, read how the selected kernel's build compiled each file, when the user asks for it. The folder is
 * this machine's business, so clangd is told by its own configuration there: the workspace's settings, which go to others, stay as they are.
 */
export function registerClangd(context: Context): void {
  const usersFolder = () =>
    databaseFolder(workspace.getConfiguration('clangd').get<readonly string[]>('arguments') ?? []);

  context.command('dkms.useInClangd', 'Use the Selected Kernel in clangd', async () => {
    const database = await context.request<CompileDatabase | null>(requests.compileDatabase);
    if (!database) {
      throw new Error(
        'there is no folder for compile_commands.json. Trust this workspace and look at dkms.cacheFolder.',
      );
    }
    const own = usersFolder();
    if (own !== undefined && own !== database.folder) {
      throw new Error(
        `your setting clangd.arguments names another folder, ${own}, and clangd prefers that. Take --compile-commands-dir out of it, then do this again.`,
      );
    }
    const use = await context.request<ClangdUse | null>(requests.useInClangd);
    if (!use) throw new Error('this workspace is not trusted.');
    await restartClangd();
    await window.showInformationMessage(
      `clangd reads the flags of the selected kernel from now on, as ${use.config} says: select another kernel, and it follows once the module was built for that one.`,
    );
  });

  const follow = async () => {
    const database = await context.request<CompileDatabase | null>(requests.compileDatabase);
    const own = usersFolder();
    const isRead = own === undefined ? database?.isInClangd : own === database?.folder;
    // clangd notices a changed file by itself after a while; one that reads ours is told at once.
    if (isRead) await restartClangd();
  };
  context.own(
    context.onNotification<undefined>(serverNotifications.compileDatabaseChanged, () => {
      follow().catch((error: unknown) => context.log.error(String(error)));
    }),
  );
}

async function restartClangd(): Promise<void> {
  if ((await commands.getCommands(true)).includes('clangd.restart')) {
    await commands.executeCommand('clangd.restart');
  }
}
