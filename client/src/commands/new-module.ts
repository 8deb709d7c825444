import { commands, type QuickPickItem, Uri, window, workspace } from 'vscode';
import {
  type CheckedModule,
  type CheckModuleParams,
  type ModuleChoices,
  type NewModuleParams,
  type NewModuleReport,
  requests,
} from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { capitalised } from '../results/markdown-text.ts';

/** Registers the command that creates a new driver, opens its source, and builds it if its folder lies in a trusted workspace. */
export function registerNewModuleCommand(context: Context): void {
  context.command('dkms.newModule', 'New Module', async () => {
    const params = await askForModule(context);
    if (!params) return;
    const { made, wrong } = await context.request<NewModuleReport>(requests.newModule, params);
    if (!made) throw new Error(wrong ?? 'The module was not created.');
    const folder = Uri.parse(made.folder, true);
    await window.showTextDocument(Uri.parse(made.source, true));
    if (!workspace.getWorkspaceFolder(folder)) {
      // Not awaited: the command is done before the user closes the message.
      context.inBackground('offering to open the folder', offerFolder(folder, params.name));
    } else if (workspace.isTrusted) await commands.executeCommand('dkms.build', Uri.parse(made.conf, true));
  });
}

/** Asks step by step what the new module is to be; `undefined` if the user cancels. */
async function askForModule(context: Context): Promise<NewModuleParams | undefined> {
  const { kinds, licences, oldestKernel } = await context.request<ModuleChoices>(requests.moduleChoices);
  const titleOf = (step: number) => `New Module (${step} of 5)`;
  const wrongOf = async (options: CheckModuleParams) =>
    (await context.request<CheckedModule>(requests.checkModule, options)).wrong;

  const kind = await window.showQuickPick(
    kinds.map(({ id, title, summary }) => ({
      label: capitalised(title),
      description: id,
      detail: summary,
      id,
    })),
    { title: titleOf(1), placeHolder: 'Select the kind of driver', matchOnDescription: true, ...stays },
  );
  if (!kind) return undefined;
  const name = await window.showInputBox({
    ...{ title: titleOf(2), prompt: 'The name of the module and of its folder', ...stays },
    placeHolder: 'my-driver',
    validateInput: (text) => (text === '' ? undefined : wrongOf({ name: text, kind: kind.id })),
  });
  if (!name) return undefined;
  const licence = await window.showQuickPick(
    licences.map(
      ({ id, spdx }): QuickPickItem => (id === spdx ? { label: id } : { label: id, description: spdx }),
    ),
    { title: titleOf(3), placeHolder: 'Select the licence', ...stays },
  );
  if (!licence) return undefined;
  const kernelMin = await window.showInputBox({
    ...{
      title: titleOf(4),
      prompt: 'The oldest kernel that the driver is for',
      value: oldestKernel,
      ...stays,
    },
    validateInput: (text) => wrongOf({ name, kind: kind.id, kernelMin: text }),
  });
  if (!kernelMin) return undefined;
  const parent = await askForParent(titleOf(5), name);
  return parent && { name, kind: kind.id, licence: licence.label, kernelMin, parent: parent.toString() };
}

/** Keeps a question open, with what was typed, while the user looks something up elsewhere. */
const stays = { ignoreFocusOut: true } as const;

/** The folder in which the module's own folder is created; `undefined` if the user cancels. */
async function askForParent(title: string, name: string): Promise<Uri | undefined> {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => ({
    label: `$(folder) ${name}`,
    description: `in ${uri.fsPath}`,
    uri,
  }));
  if (folders.length > 0) {
    const elsewhere = { label: '$(folder-opened) Elsewhere…', description: '', uri: undefined };
    const item = await window.showQuickPick([...folders, elsewhere], {
      ...{ title, placeHolder: "Select where to create the module's folder", ...stays },
    });
    if (!item || item.uri) return item?.uri;
  }
  const chosen = await window.showOpenDialog({
    ...{ title, openLabel: 'Create Module Here' },
    ...{ canSelectFiles: false, canSelectFolders: true, canSelectMany: false },
  });
  return chosen?.[0];
}

async function offerFolder(folder: Uri, name: string): Promise<void> {
  const open = 'Open Folder';
  const answer = await window.showInformationMessage(
    `${name} was created in ${folder.fsPath}. Open the folder to build it.`,
    open,
  );
  if (answer === open) await commands.executeCommand('vscode.openFolder', folder);
}
