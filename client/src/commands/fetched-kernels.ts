import { ProgressLocation, window } from 'vscode';
import {
  type AvailableKernels,
  type KernelDescription,
  type RemoveKernelParams,
  requests,
} from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { archiveRows } from '../kernels/archive-rows.ts';
import { downloadKernels } from '../kernels/download-kernels.ts';

/** Registers the commands that download the headers of other kernels, and remove them. */
export function registerFetchedKernelCommands(context: Context): void {
  context.command('dkms.getKernelHeaders', 'Get Kernel Headers', async (given) => {
    const releases = isNames(given) ? given : await pickReleases(context);
    if (!releases || releases.length === 0) return;
    await downloadKernels(context, releases);
  });

  context.command('dkms.removeKernel', 'Remove Downloaded Kernel Headers', async (given) => {
    const { release } = given as KernelDescription;
    const remove = 'Remove';
    const question = `Remove the headers of ${release}? They can be downloaded again.`;
    if ((await window.showWarningMessage(question, { modal: true }, remove)) !== remove) return;
    await context.request(requests.removeKernel, { release } satisfies RemoveKernelParams);
    window.setStatusBarMessage(`Removed: ${release}`, 4000);
  });
}

/** Whether the command was given names of kernels; a button of a view gives it something else, or nothing. */
function isNames(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.length > 0 && given.every((one) => typeof one === 'string');
}

/** `undefined` if the user chose none. */
async function pickReleases(context: Context): Promise<readonly string[] | undefined> {
  const available = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Reading the kernel archives', cancellable: true },
    (_, token) => context.request<AvailableKernels>(requests.availableKernels, undefined, token),
  );
  for (const fault of available.faults) context.log.warn(fault);
  const chosen = await window.showQuickPick(archiveRows(available.kernels), {
    ...{ canPickMany: true, matchOnDescription: true, title: 'Get Kernel Headers' },
    placeHolder: 'Select the kernels whose headers to download; nothing is installed, and root is not needed',
  });
  return chosen?.flatMap(({ release }) => release ?? []);
}
