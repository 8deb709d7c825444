import { commands, env, UIKind, Uri, window } from 'vscode';

/** Opens a folder of the build machine in a second window; in the browser and over SSH, in a terminal with the given name instead. */
export async function openFolderBeside(path: string, name: string): Promise<void> {
  const folder = Uri.file(path);
  if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) {
    await commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
  } else window.createTerminal({ name, cwd: folder }).show();
}
