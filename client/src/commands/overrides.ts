import { languages, Uri, window, workspace } from 'vscode';
import {
  type OverrideProposal,
  type ProposeOverrideParams,
  requests,
} from '../../../server/src/lsp/messages.ts';
import { chooseModule } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { pickKernel } from '../views/kernel-picker.ts';

/** Registers the commands that create and open the files of /etc/dkms which override a dkms.conf on this machine. */
export function registerOverrideCommands(context: Context, kernels: KernelStore): void {
  context.command('dkms.openOverride', 'Open Override', async (given) => {
    await window.showTextDocument(Uri.parse(given as string, true));
  });

  // Nothing is written until the user saves the document; the editor itself then asks for root.
  context.command('dkms.createOverride', 'Create Override for This Kernel', async (given) => {
    const name = kernels.selectedName ?? (await pickKernel(kernels));
    if (name === undefined) return;
    // dkms knows a kernel by its release.
    const kernel = kernels.selected?.release ?? name;
    const module = await chooseModule(context, given instanceof Uri ? given : undefined);
    if (!module) return;
    const params: ProposeOverrideParams = { conf: module.conf.toString(), kernel };
    const { path, text, exists, refused } = await context.request<OverrideProposal>(
      requests.proposeOverride,
      params,
    );
    if (path === undefined) throw new Error(refused);
    if (exists) {
      await window.showTextDocument(Uri.file(path));
      return;
    }
    const document = await workspace.openTextDocument(Uri.file(path).with({ scheme: 'untitled' }));
    await languages.setTextDocumentLanguage(document, 'dkms-conf');
    const editor = await window.showTextDocument(document);
    // The command was called before, and the user has begun to write.
    if (document.getText() === '') await editor.edit((edit) => edit.insert(document.positionAt(0), text));
  });
}
