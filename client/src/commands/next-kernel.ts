import { env, ProgressLocation, type QuickPickItem, window } from 'vscode';
import { type NextKernelParams, type NextKernelReport, requests } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { nextKernelText } from '../machine/next-kernel-report.ts';
import { ReportPage } from '../results/report-page.ts';

/** Registers the command that predicts which registered modules will build for the next kernel. */
export function registerNextKernel(context: Context, kernels: KernelStore): void {
  const page = new ReportPage(context, { title: 'Next Kernel', scheme: 'dkms-next-kernel' });

  context.command('dkms.explainNextKernel', 'Explain Next Kernel', async () => {
    const kernel = await chooseRelease(kernels);
    if (kernel === undefined) return;
    const params: NextKernelParams = { kernel };
    const report = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: `Comparing the modules of DKMS with ${kernel}`,
      },
      () => context.request<NextKernelReport>(requests.nextKernel, params),
    );
    const text = nextKernelText(report);
    await page.show(text);
    // Not awaited: the command is done before the user closes the message.
    context.inBackground('offering a text to copy', offerCopy(report, text));
  });
}

async function chooseRelease(kernels: KernelStore): Promise<string | undefined> {
  const known = await kernels.list();
  const items = known.map(
    ({ release, running, status }): QuickPickItem => ({
      label: release,
      description: [running && 'running', status !== 'ready' && 'without headers']
        .filter(Boolean)
        .join(' · '),
    }),
  );
  const other: QuickPickItem = {
    label: 'Another Release…',
    description: 'one whose headers are not on this machine',
  };
  const chosen = await window.showQuickPick([...items, other], {
    title: 'Next Kernel',
    placeHolder: 'Select the kernel to predict the builds for; nothing is built',
  });
  if (chosen !== other) return chosen?.label;
  return await window.showInputBox({
    title: 'Release of the Next Kernel',
    prompt: 'As uname -r prints it',
    placeHolder: 'such as 6.12.48-amd64',
    validateInput: (text) =>
      /^\d+\.\d+[\w.+~-]*$/.test(text)
        ? undefined
        : 'A release begins with its version, such as 6.12.48-amd64.',
  });
}

async function offerCopy({ kernel, summary }: NextKernelReport, text: string): Promise<void> {
  const copy = 'Copy as Text';
  if ((await window.showInformationMessage(`For ${kernel}: ${summary}.`, copy)) !== copy) return;
  await env.clipboard.writeText(text);
  window.setStatusBarMessage('Copied', 4000);
}
