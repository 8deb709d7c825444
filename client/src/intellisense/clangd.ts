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
 * Points clangd, if it is installed and the user asks for it, to the compile database of the selected kernel's build. The path differs
 * between machines, so it goes into clangd's own configuration on this one: the workspace's settings, which are shared, stay unchanged.
 */
export function registerClangd(context: Context): void {
  const usersFolder = () =>
    databaseFolder(workspace.getConfiguration('clangd').get<readonly string[]>('arguments') ?? []);

  context.command('dkms.useInClangd', 'Use the Selected Kernel in clangd', async () => {
    const database = await context.request<CompileDatabase | null>(requests.compileDatabase);
    if (!database) {
      throw new Error(
        'There is no folder for compile_commands.json. Trust this workspace, and check the setting dkms.cacheFolder.',
      );
    }
    const own = usersFolder();
    if (own !== undefined && own !== database.folder) {
      throw new Error(
        `The setting clangd.arguments names another folder, ${own}, which takes precedence. Remove --compile-commands-dir from it, then try again.`,
      );
    }
    const use = await context.request<ClangdUse | null>(requests.useInClangd);
    if (!use) throw new Error('This workspace is not trusted. Trust it, then try again.');
    await restartClangd();
    await window.showInformationMessage(
      `clangd now uses the compiler flags of the selected kernel (set in ${use.config}). When you select another kernel, it follows after the next build for that kernel.`,
    );
  });

  const follow = async () => {
    const database = await context.request<CompileDatabase | null>(requests.compileDatabase);
    const own = usersFolder();
    const isRead = own === undefined ? database?.isInClangd : own === database?.folder;
    // clangd notices a changed database only after a while; if it reads ours, a restart makes it reload at once.
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
