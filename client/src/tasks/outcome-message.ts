import { commands, window } from 'vscode';
import type { BuildReport } from '../../../server/src/lsp/messages.ts';
import { failsRun, summary } from '../builds/result-table.ts';

const showResults = 'Show Results';
const rebuild = 'Rebuild Failed';

/** Shows one message with the results when all builds of a run have ended, and offers what the user may want to do next. */
export async function showOutcome(reports: readonly BuildReport[]): Promise<void> {
  // The user cancelled the run and needs no message.
  if (reports.some(({ status }) => status === 'cancelled')) return;
  const text = reports.every(({ status }) => status === 'ok')
    ? `All ${reports.length} builds succeeded.`
    : `${reports.length} builds ended: ${summary(reports)}.`;
  const answer = reports.some(failsRun)
    ? await window.showErrorMessage(text, showResults, rebuild)
    : await window.showInformationMessage(text, showResults);
  if (answer === showResults) await commands.executeCommand('dkms.results.focus');
  if (answer === rebuild) await commands.executeCommand('dkms.rebuildFailed');
}
