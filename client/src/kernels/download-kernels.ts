import { ProgressLocation, window } from 'vscode';
import {
  type GetKernelProgress,
  type GetKernelsParams,
  type GetKernelsReport,
  requests,
  serverNotifications,
} from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';

/**
 * Downloads the headers of kernels, by their releases or by names of archives, and says when they are ready. Throws an error that says
 * which could not be downloaded. A download that the user did not just ask for (`isQuiet`) shows its progress in the status bar;
 * `withImages` also downloads what boots the kernels.
 */
export async function downloadKernels(
  context: Context,
  releases: readonly string[],
  { isQuiet = false, withImages = false }: { readonly isQuiet?: boolean; readonly withImages?: boolean } = {},
): Promise<void> {
  const { ready, failed } = await request(context, { releases, withImages }, isQuiet);
  for (const { release, notes } of ready) context.log.info([`${release} is ready.`, ...notes].join(' '));
  if (failed.length > 0) {
    const done = ready.map(({ release }) => `${release} is ready.`);
    throw new Error([...failed.map(({ release, reason }) => `${release}: ${reason}`), ...done].join(' '));
  }
  window.setStatusBarMessage(
    `Ready to build against: ${ready.map(({ release }) => release).join(', ')}`,
    6000,
  );
}

async function request(
  context: Context,
  params: GetKernelsParams,
  isQuiet: boolean,
): Promise<GetKernelsReport> {
  const location = isQuiet ? ProgressLocation.Window : ProgressLocation.Notification;
  return window.withProgress(
    { location, title: 'Kernel headers', cancellable: !isQuiet },
    async (progress, token) => {
      const listening = context.onNotification<GetKernelProgress>(
        serverNotifications.getKernelProgress,
        ({ release, step }) => progress.report({ message: `${release}: ${step}` }),
      );
      try {
        return await context.request<GetKernelsReport>(requests.getKernels, params, token);
      } finally {
        listening.dispose();
      }
    },
  );
}
