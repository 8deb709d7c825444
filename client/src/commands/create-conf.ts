import path from 'node:path';
import {
  FileType,
  languages,
  SnippetString,
  type TextEditor,
  Uri,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import { type ConfProposal, type ProposeConfParams, requests } from '../../../server/src/lsp/messages.ts';
import { findBareModules } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import { pickModule } from '../views/module-picker.ts';
import { newConfSnippet } from './new-conf-snippet.ts';

/**
 * Opens a dkms.conf for a folder that has none, as an unsaved document: nothing is written until the user saves it. Its text is the
 * server's proposal for the source, or a snippet to fill in if there is no source yet.
 */
export function registerCreateConfCommand(context: Context): void {
  context.command('dkms.createConf', 'Create dkms.conf', async (given) => {
    const folder = given instanceof Uri ? await folderOf(given) : await chooseFolder(context);
    if (!folder) return;
    const conf = Uri.joinPath(folder, 'dkms.conf');
    const exists = await workspace.fs.stat(conf).then(
      () => true,
      () => false,
    );
    if (exists) {
      await window.showTextDocument(conf);
      return;
    }
    const document = await workspace.openTextDocument(conf.with({ scheme: 'untitled' }));
    await languages.setTextDocumentLanguage(document, 'dkms-conf');
    const editor = await window.showTextDocument(document);
    // The command was called before, and the user has begun to write.
    if (document.getText() !== '') return;
    const params: ProposeConfParams = { folder: folder.toString() };
    const { text, uncertain } = await context.request<ConfProposal>(requests.proposeConf, params);
    if (text === null)
      await editor.insertSnippet(new SnippetString(newConfSnippet(path.basename(folder.fsPath))));
    else await fillIn(context, editor, text, uncertain);
  });
}

async function fillIn(
  context: Context,
  editor: TextEditor,
  text: string,
  uncertain: readonly string[],
): Promise<void> {
  await editor.edit((edit) => edit.insert(editor.document.positionAt(0), text));
  if (uncertain.length === 0) return;
  for (const note of uncertain) context.log.info(`Create dkms.conf: ${note}`);
  // Not awaited: the command is done before the user closes the message.
  context.inBackground('showing what is uncertain', showUncertain(context, uncertain));
}

async function showUncertain(context: Context, uncertain: readonly string[]): Promise<void> {
  // VS Code shows a long message in full only if it has a button.
  const showLog = 'Show Log';
  const answer = await window.showInformationMessage(
    `Check before you save: ${uncertain.join(' ')}`,
    showLog,
  );
  if (answer === showLog) context.log.show();
}

/** The folder that a menu was opened on, or that of the file. */
async function folderOf(resource: Uri): Promise<Uri> {
  const { type } = await workspace.fs.stat(resource);
  return type & FileType.Directory ? resource : Uri.joinPath(resource, '..');
}

/** The folder of the module without a dkms.conf that the user means; if there is no such module, a folder of the workspace. */
async function chooseFolder(context: Context): Promise<Uri | undefined> {
  const bare = await findBareModules(context);
  const module = bare.length > 1 ? await pickModule(bare) : bare[0];
  if (bare.length > 0) return module && Uri.joinPath(module.conf, '..');
  return (await chooseWorkspaceFolder())?.uri;
}

async function chooseWorkspaceFolder(): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0)
    throw new Error('No folder is open. Open the folder that holds the source of your module.');
  return folders.length > 1
    ? await window.showWorkspaceFolderPick({ placeHolder: 'Select the folder of the module' })
    : folders[0];
}
