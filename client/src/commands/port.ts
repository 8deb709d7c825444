import { randomUUID } from 'node:crypto';
import { ProgressLocation, Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import {
  type PortedText,
  type PortProgress,
  type PortReport,
  requests,
  serverNotifications,
} from '../../../server/src/lsp/messages.ts';
import { saveModules } from '../builds/build-client.ts';
import type { Module } from '../builds/module.ts';
import { chooseModule } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { hunkDescription, portReportText } from '../results/port-report.ts';
import { ReportPage } from '../results/report-page.ts';

/**
 * Registers the command that ports a module: the user picks kernels, the server edits and builds a copy until it builds for all of them, and the result is one
 * edit, which the user reviews before it is made, beside a report.
 */
export function registerPortCommand(context: Context, kernels: KernelStore): void {
  const page = new ReportPage(context, { title: 'Port', scheme: 'dkms-port' });

  context.command('dkms.port', 'Port Module', async (given) => {
    if (!workspace.isTrusted)
      throw new Error('A port builds the module. Trust this workspace, then port again.');
    const module = await chooseModule(context, given instanceof Uri ? given : undefined);
    if (!module) return;
    const chosen = await chooseKernels(kernels, module.name);
    if (!chosen || chosen.length === 0) return;
    await saveModules([module.conf]);
    const report = await port(context, module, chosen);
    if (report.isCancelled) return;
    if (report.wrong !== undefined) throw new Error(report.wrong);
    await page.show(
      portReportText(module.name, report, (uri) => workspace.asRelativePath(Uri.parse(uri, true))),
    );
    const changed = workspace.textDocuments.find(
      ({ uri, isDirty }) => isDirty && report.files.some((file) => file.uri === uri.toString()),
    );
    if (changed)
      throw new Error(
        `${workspace.asRelativePath(changed.uri)} has unsaved changes. Save it, then port again.`,
      );
    if (report.files.length > 0) await workspace.applyEdit(reviewable(report.files), { isRefactoring: true });
    else
      context.inBackground(
        'saying that nothing was ported',
        window.showInformationMessage(`Nothing can be edited in ${module.name}: the report says why.`),
      );
  });
}

async function chooseKernels(store: KernelStore, name: string): Promise<readonly string[] | undefined> {
  const ready = (await store.list(true)).filter(({ status }) => status === 'ready');
  if (ready.length === 0)
    throw new Error('There is no kernel that modules can be built for. "Check This Machine" says why.');
  const items = ready.map((kernel) => ({ label: kernel.name, picked: kernel.inSet }));
  const chosen = await window.showQuickPick(items, {
    title: `Port ${name}`,
    placeHolder: 'Select the kernels that it has to build for',
    canPickMany: true,
  });
  return chosen?.map(({ label }) => label);
}

async function port(context: Context, module: Module, kernels: readonly string[]): Promise<PortReport> {
  const run = randomUUID();
  return await window.withProgress(
    { location: ProgressLocation.Notification, title: `Porting ${module.name}`, cancellable: true },
    async (progress, token) => {
      const following = context.onNotification<PortProgress>(serverNotifications.portProgress, (step) => {
        if (step.run === run) progress.report({ message: step.message });
      });
      try {
        const params = { run, conf: module.conf.toString(), kernels };
        return await context.request<PortReport>(requests.port, params, token);
      } finally {
        following.dispose();
      }
    },
  );
}

/**
 * The changes as an edit with what each is for. Changes that are only likely right are not ticked. If all are certain, none is ticked,
 * because the editor would otherwise show no preview.
 */
function reviewable(files: readonly PortedText[]): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  const isLikely = (one: PortedText['edits'][number]) =>
    one.reasons.some(({ certainty }) => certainty === 'likely');
  const hasLikely = files.some(({ edits }) => edits.some(isLikely));
  for (const { uri, newFile, edits } of files) {
    const [first] = edits;
    if (newFile !== undefined) {
      edit.createFile(
        Uri.parse(uri, true),
        { contents: Buffer.from(newFile), ignoreIfExists: false },
        { needsConfirmation: !hasLikely, ...hunkDescription(first?.reasons ?? []) },
      );
      continue;
    }
    for (const one of edits) {
      const { start, end } = one.range;
      edit.replace(
        Uri.parse(uri, true),
        new Range(start.line, start.character, end.line, end.character),
        one.newText,
        { needsConfirmation: hasLikely ? isLikely(one) : true, ...hunkDescription(one.reasons) },
      );
    }
  }
  return edit;
}
