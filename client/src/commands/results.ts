import path from 'node:path';
import { commands, env, languages, Range, type TextEditor, UIKind, Uri, window, workspace } from 'vscode';
import { type CleanReport, clientNotifications, requests } from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import { chooseModule } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import type { ResultStore } from '../results/result-store.ts';
import type { ResultNode } from '../views/results-view.ts';

/** Registers the commands that show and remove the results of builds. */
export function registerResultCommands(
  context: Context,
  results: ResultStore,
  log: { readonly clear: () => void },
): void {
  const lastOf = (given: unknown) => {
    const node = given as Exclude<ResultNode, { kind: 'module' }>;
    return results.cell(node.module.conf.toString(), node.kernel).result?.last;
  };

  context.command('dkms.openError', 'Go to First Error', async (given) => {
    const { kernel, kind } = given as Exclude<ResultNode, { kind: 'module' }>;
    const last = lastOf(given);
    const first = kind === 'load' ? last?.load?.firstProblem : last?.firstError;
    if (first) await showProblem(first, kernel);
  });

  context.command('dkms.openBuildLog', 'Open Build Log', async (given) => {
    const log = given === undefined ? results.lastLog : lastOf(given)?.log;
    if (log === undefined) throw new Error('There is no build log yet. Build a module first.');
    await window.showTextDocument(Uri.file(log));
  });

  context.command('dkms.revealModule', 'Reveal Module File', async (given) => {
    const file = fileOf(given);
    // In a remote window, the local file manager can't show the remote files.
    if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) {
      await commands.executeCommand('revealFileInOS', Uri.file(file));
      return;
    }
    window.createTerminal({ name: path.basename(file), cwd: path.dirname(file) }).show();
  });

  context.command('dkms.copyModulePath', 'Copy Module File Path', async (given) => {
    await env.clipboard.writeText(fileOf(given));
    window.setStatusBarMessage(`Copied: ${fileOf(given)}`, 4000);
  });

  context.command('dkms.clean', 'Clean Module', async (given) => {
    const node = isNode(given) ? given : undefined;
    const conf =
      node?.module.conf ?? (await chooseModule(context, given instanceof Uri ? given : undefined))?.conf;
    if (!conf) return;
    const kernel = node && node.kind !== 'module' ? node.kernel : undefined;
    const { removed, kept } = await context.request<CleanReport>(requests.clean, {
      conf: conf.toString(),
      kernel,
    });
    if (kept.length > 0) throw new Error(kept.join(' '));
    window.setStatusBarMessage(`Removed ${plural(removed, 'staged build')}.`, 4000);
  });

  context.command('dkms.clearProblems', 'Clear Build Problems', () => {
    log.clear();
    context.notify(clientNotifications.clearProblems);
  });
}

/** Shows a problem of a build. Edits may have moved it since; the editor's diagnostics have moved with it. */
export async function showProblem(
  { uri, line, message }: { readonly uri: string; readonly line: number; readonly message: string },
  kernel: string,
): Promise<TextEditor> {
  const file = Uri.parse(uri, true);
  const document = await workspace.openTextDocument(file);
  const alike = languages.getDiagnostics(file).filter((one) => one.message.startsWith(message));
  const known = alike.find((one) => one.message.includes(kernel)) ?? alike[0];
  const lastLine = Math.max(0, document.lineCount - 1);
  const selection = known?.range ?? new Range(Math.min(line, lastLine), 0, Math.min(line, lastLine), 0);
  return await window.showTextDocument(document, { selection });
}

function fileOf(given: unknown): string {
  return (given as ResultNode & { readonly kind: 'file' }).built.path;
}

function isNode(given: unknown): given is ResultNode {
  return typeof given === 'object' && given !== null && 'kind' in given;
}
