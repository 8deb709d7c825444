import path from 'node:path';
import { languages, SnippetString, Uri, type WorkspaceFolder, window, workspace } from 'vscode';
import type { Context } from '../context.ts';
import { newConfSnippet } from './new-conf-snippet.ts';

/** Begins a dkms.conf for a folder that has none, as an unsaved document: nothing is written until the user saves it. */
export function registerCreateConfCommand(context: Context): void {
  context.command('dkms.createConf', 'Create dkms.conf', async (given) => {
    const folder = given instanceof Uri ? given : (await chooseFolder())?.uri;
    if (!folder) {
      throw new Error('No folder is open. Open the folder that holds the source of your module.');
    }
    const conf = Uri.joinPath(folder, 'dkms.conf');
    const isThere = await workspace.fs.stat(conf).then(
      () => true,
      () => false,
    );
    if (isThere) {
      await window.showTextDocument(conf);
      return;
    }
    const document = await workspace.openTextDocument(conf.with({ scheme: 'untitled' }));
    await languages.setTextDocumentLanguage(document, 'dkms-conf');
    const editor = await window.showTextDocument(document);
    // A second call finds what the user has begun.
    if (document.getText() !== '') return;
    await editor.insertSnippet(new SnippetString(newConfSnippet(path.basename(folder.fsPath))));
  });
}

async function chooseFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  return folders.length > 1
    ? await window.showWorkspaceFolderPick({ placeHolder: 'Select the folder of the module' })
    : folders[0];
}
