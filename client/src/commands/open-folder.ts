import { commands, env, UIKind, Uri, window } from 'vscode';

/** Shows a folder of the machine that builds beside what is open: in a second window; in the browser and over SSH, in a terminal of this name. */
export async function openFolderBeside(path: string, name: string): Promise<void> {
  const folder = Uri.file(path);
  if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) {
    await commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
  } else window.createTerminal({ name, cwd: folder }).show();
}
