import { randomUUID } from 'node:crypto';
import { ProgressLocation, Uri, window, workspace } from 'vscode';
import { type BuildParams, requests, type VerifyReport } from '../../../server/src/lsp/messages.ts';
import { saveModules } from '../builds/build-client.ts';
import { chooseModule } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { pickKernel } from '../views/kernel-picker.ts';

/** Registers the command that builds a module with the real dkms, too, and shows how the two results differ. */
export function registerVerifyCommand(context: Context, kernels: KernelStore): void {
  context.command('dkms.verify', 'Verify with dkms', async (file: unknown) => {
    if (!workspace.isTrusted) {
      throw new Error('dkms runs commands from the module. Trust this workspace, then verify again.');
    }
    const module = await chooseModule(context, file instanceof Uri ? file : undefined);
    if (!module) return;
    await kernels.list();
    const { selected } = kernels;
    const kernel = selected?.status === 'ready' ? selected.name : await pickKernel(kernels);
    if (kernel === undefined) return;
    await saveModules([module.conf]);
    const params: BuildParams = { run: randomUUID(), conf: module.conf.toString(), kernel };
    const report = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: `Building ${module.name} for ${kernel} here and with dkms`,
        cancellable: true,
      },
      (_progress, token) => context.request<VerifyReport>(requests.verify, params, token),
    );
    await show(context, report);
  });
}

async function show(context: Context, { ours, dkms, reason, differences }: VerifyReport): Promise<void> {
  if (ours.status === 'cancelled') return;
  const what = `${ours.module} for ${ours.kernel}`;
  if (!dkms) throw new Error(reason ?? `dkms could not build ${what} for comparison.`);
  for (const text of differences) context.log.warn(`${what}: ${text}`);
  const logs = new Map<string, string>();
  if (ours.log !== undefined) logs.set('Our Log', ours.log);
  if (dkms.log !== undefined) logs.set("dkms's Log", dkms.log);
  const answer =
    differences.length === 0
      ? await window.showInformationMessage(
          `dkms agrees on ${what}: ${dkms.status}, exit code ${dkms.exit}.`,
          ...logs.keys(),
        )
      : await window.showWarningMessage(`${what}: ${differences.join(' ')}`, ...logs.keys());
  const log = answer === undefined ? undefined : logs.get(answer);
  if (log !== undefined) await window.showTextDocument(await workspace.openTextDocument(Uri.file(log)));
}
