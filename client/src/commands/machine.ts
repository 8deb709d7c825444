import { ProgressLocation, Uri, window, workspace } from 'vscode';
import { type MachineReport, requests } from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import type { Context } from '../context.ts';
import { machineReportText, remediesOf, reportSummary } from '../machine/machine-report.ts';
import type { MachineStore } from '../machine/machine-store.ts';
import { typeCommand } from '../machine/root-terminal.ts';
import { ReportPage } from '../results/report-page.ts';
import { type RegisteredNode, registeredModuleOf } from '../views/registered-view.ts';
import type { ExplainLog } from './explain-log.ts';
import { openFolderBeside } from './open-folder.ts';

/** Registers the command that checks the machine, and those that the rows of the view *Registered Modules* offer. */
export function registerMachineCommands(
  context: Context,
  machine: MachineStore,
  explainLog: ExplainLog,
): void {
  const page = new ReportPage(context, { title: 'This Machine', scheme: 'dkms-machine' });

  context.command('dkms.checkMachine', 'Check This Machine', async () => {
    const report = await window.withProgress(
      { location: ProgressLocation.Notification, title: 'Checking this machine' },
      () => context.request<MachineReport>(requests.checkMachine),
    );
    await page.show(machineReportText(report));
    // Not awaited: the command is done before the user closes the message.
    context.inBackground('offering commands that fix the machine', offerRemedies(report));
  });

  context.command('dkms.refreshMachine', 'Refresh Registered Modules', () => machine.look());

  context.command('dkms.explainRegisteredLog', 'Explain DKMS Build Log', async (given) => {
    const node = given as RegisteredNode & { readonly kind: 'kernel' };
    const { log } = node.kernel;
    if (log === undefined) return;
    const document = await workspace.openTextDocument(Uri.file(log));
    const { source } = node.module;
    await explainLog({ text: document.getText(), name: log, ...(source !== undefined && { source }) });
  });

  context.command('dkms.openRegisteredLog', 'Open DKMS Build Log', async (given) => {
    const node = given as RegisteredNode & { readonly kind: 'kernel' };
    if (node.kernel.log !== undefined) await window.showTextDocument(Uri.file(node.kernel.log));
  });

  context.command('dkms.openRegisteredConf', 'Open dkms.conf', async (given) => {
    const { conf } = registeredModuleOf(given);
    if (conf !== undefined) await window.showTextDocument(Uri.file(conf));
  });

  context.command('dkms.openRegisteredSource', 'Open Module Source', async (given) => {
    const { source, module } = registeredModuleOf(given);
    if (source === undefined) return;
    await openFolderBeside(source, module);
  });
}

async function offerRemedies(report: MachineReport): Promise<void> {
  const remedies = remediesOf(report);
  if (remedies.length === 0) {
    await window.showInformationMessage(`This machine: ${reportSummary(report)}.`);
    return;
  }
  const show = 'Show Commands…';
  const message = `This machine: ${reportSummary(report)}. ${plural(remedies.length, 'problem')} can be fixed by a command.`;
  if ((await window.showInformationMessage(message, show)) !== show) return;
  const items = remedies.map(({ message: detail, remedy }) => ({ label: remedy.command, detail, remedy }));
  const chosen = await window.showQuickPick(items, {
    title: 'Commands That Fix This Machine',
    placeHolder: 'Select a command to type it into a terminal; it is not run',
    matchOnDetail: true,
  });
  if (chosen) await typeCommand('DKMS', chosen.remedy.command, chosen.remedy.needsRoot);
}
