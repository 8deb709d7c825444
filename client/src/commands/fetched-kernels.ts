import { ProgressLocation, window } from 'vscode';
import {
  type AvailableKernels,
  type GetKernelProgress,
  type GetKernelsParams,
  type GetKernelsReport,
  type KernelDescription,
  type RemoveKernelParams,
  requests,
  serverNotifications,
} from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { archiveRows } from '../kernels/archive-rows.ts';

/** Registers the commands that download the headers of other kernels, and remove them. */
export function registerFetchedKernelCommands(context: Context): void {
  context.command('dkms.getKernelHeaders', 'Get Kernel Headers', async () => {
    const releases = await pickReleases(context);
    if (!releases || releases.length === 0) return;
    const { ready, failed } = await download(context, releases);
    for (const { release, notes } of ready) context.log.info([`${release} is ready.`, ...notes].join(' '));
    if (failed.length > 0) {
      const done = ready.map(({ release }) => `${release} is ready.`);
      throw new Error([...failed.map(({ release, reason }) => `${release}: ${reason}`), ...done].join(' '));
    }
    window.setStatusBarMessage(
      `Ready to build against: ${ready.map(({ release }) => release).join(', ')}`,
      6000,
    );
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

/** `undefined` if the user chose none. */
async function pickReleases(context: Context): Promise<readonly string[] | undefined> {
  const available = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Reading the archives of kernels', cancellable: true },
    (_, token) => context.request<AvailableKernels>(requests.availableKernels, undefined, token),
  );
  for (const fault of available.faults) context.log.warn(fault);
  const chosen = await window.showQuickPick(archiveRows(available.kernels), {
    ...{ canPickMany: true, matchOnDescription: true, title: 'Get Kernel Headers' },
    placeHolder: 'Select kernels to download headers of; nothing is installed and no root is needed',
  });
  return chosen?.flatMap(({ release }) => release ?? []);
}

async function download(context: Context, releases: readonly string[]): Promise<GetKernelsReport> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: 'Kernel headers', cancellable: true },
    async (progress, token) => {
      const listening = context.onNotification<GetKernelProgress>(
        serverNotifications.getKernelProgress,
        ({ release, step }) => progress.report({ message: `${release}: ${step}` }),
      );
      try {
        return await context.request<GetKernelsReport>(
          requests.getKernels,
          { releases } satisfies GetKernelsParams,
          token,
        );
      } finally {
        listening.dispose();
      }
    },
  );
}
