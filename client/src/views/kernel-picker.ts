import { commands, env, type QuickPickItem, QuickPickItemKind, ThemeIcon, window } from 'vscode';
import type { KernelDescription } from '../../../server/src/lsp/messages.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { type KernelRow, kernelRows } from './kernel-rows.ts';

interface KernelItem extends QuickPickItem {
  readonly kernel?: KernelDescription;
}

/**
 * Asks which kernel to build against, and selects it. `undefined` if the user chose none, or one that can't be built
 * against: then a message says what has to be installed.
 */
export async function pickKernel(store: KernelStore): Promise<string | undefined> {
  const kernels = await store.list();
  if (kernels.length === 0) {
    // Not awaited: the caller need not wait until the user closes the message.
    store.inBackground(explainNoKernels());
    return undefined;
  }
  const kernel = await ask(store);
  if (!kernel) return undefined;
  if (kernel.status !== 'ready') {
    store.inBackground(explainNotReady(kernel));
    return undefined;
  }
  await store.select(kernel.name);
  return kernel.name;
}

/** Shows the list and updates it while it is open, since the user may install headers meanwhile. */
function ask(store: KernelStore): Promise<KernelDescription | undefined> {
  const copy = { iconPath: new ThemeIcon('copy'), tooltip: 'Copy the command that installs what is missing' };
  const picker = window.createQuickPick<KernelItem>();
  const show = () => {
    const items = kernelRows(store.known ?? [], store.selectedName).map((row) => itemOf(row, copy));
    picker.items = items;
    picker.activeItems = items.filter((item) => item.kernel && item.kernel.name === store.selectedName);
  };
  picker.title = 'Kernel to Build Against';
  picker.placeholder = 'Select an installed kernel';
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  show();
  const following = store.onChanged(show);
  return new Promise<KernelDescription | undefined>((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.activeItems[0]?.kernel);
      picker.hide();
    });
    picker.onDidTriggerItemButton(({ item }) => {
      if (item.kernel?.install !== undefined) store.inBackground(copyCommand(item.kernel.install));
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      following.dispose();
      picker.dispose();
    });
    picker.show();
  });
}

function itemOf(row: KernelRow, copy: { iconPath: ThemeIcon; tooltip: string }): KernelItem {
  if (row.kind === 'separator') return { kind: QuickPickItemKind.Separator, label: row.label };
  const { label, description, detail, kernel } = row;
  return { label, description, detail, kernel, buttons: kernel.install === undefined ? [] : [copy] };
}

async function explainNotReady(kernel: KernelDescription): Promise<void> {
  const reason = kernel.reason ?? 'Its headers are not usable.';
  if (kernel.install === undefined) {
    await window.showWarningMessage(`${kernel.name} can't be built against. ${reason}`);
    return;
  }
  const copy = 'Copy Command';
  const answer = await window.showWarningMessage(
    `${kernel.name} can't be built against. ${reason} To fix this, run: ${kernel.install}`,
    copy,
  );
  if (answer === copy) await copyCommand(kernel.install);
}

async function copyCommand(command: string): Promise<void> {
  await env.clipboard.writeText(command);
  window.setStatusBarMessage(`Copied: ${command}`, 4000);
}

async function explainNoKernels(): Promise<void> {
  const settings = 'Open Setting';
  const answer = await window.showWarningMessage(
    'No kernel was found on this machine. Install the headers of a kernel, or add a folder that is laid out like /lib/modules to the setting dkms.kernelFolders.',
    settings,
  );
  if (answer === settings)
    await commands.executeCommand('workbench.action.openSettings', 'dkms.kernelFolders');
}
