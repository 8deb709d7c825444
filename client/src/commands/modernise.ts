import { ProgressLocation, Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { type ModerniseReport, requests } from '../../../server/src/lsp/messages.ts';
import { chooseModule } from '../builds/modules.ts';
import type { Context } from '../context.ts';

/** Registers the command that brings a module up to date: all safe changes in one edit, which the user reviews before it is made. */
export function registerModerniseCommand(context: Context): void {
  context.command('dkms.modernise', 'Modernise', async (given) => {
    const module = await chooseModule(context, given instanceof Uri ? given : undefined);
    if (!module) return;
    const { files, left, wrong } = await window.withProgress(
      { location: ProgressLocation.Notification, title: `Looking for what to modernise in ${module.name}` },
      () => context.request<ModerniseReport>(requests.modernise, { conf: module.conf.toString() }),
    );
    if (wrong !== undefined) throw new Error(wrong);
    for (const one of left) context.log.info(`Modernise: ${one}`);
    if (files.length > 0) await workspace.applyEdit(reviewable(files), { isRefactoring: true });
    // Not awaited: the command is done before the user closes the message.
    context.inBackground('saying what is left', showRemaining(context, module.name, files.length, left));
  });
}

/** The changes as an edit whose parts the user confirms one by one, each with its reason. */
function reviewable(files: ModerniseReport['files']): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { uri, edits } of files)
    for (const { range, newText, labels } of edits) {
      const { start, end } = range;
      const [label = 'Modernise', ...more] = labels;
      edit.replace(
        Uri.parse(uri, true),
        new Range(start.line, start.character, end.line, end.character),
        newText,
        { needsConfirmation: true, label, ...(more.length > 0 && { description: more.join('; ') }) },
      );
    }
  return edit;
}

async function showRemaining(
  context: Context,
  name: string,
  changed: number,
  left: readonly string[],
): Promise<void> {
  if (left.length === 0) {
    if (changed === 0) await window.showInformationMessage(`There is nothing to modernise in ${name}.`);
    return;
  }
  // VS Code shows a long message in full only if it has a button.
  const showLog = 'Show Log';
  const answer = await window.showInformationMessage(
    `To change by hand in ${name}: ${left.join(' ')}`,
    showLog,
  );
  if (answer === showLog) context.log.show();
}
