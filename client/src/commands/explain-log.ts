import {
  commands,
  Diagnostic,
  type DiagnosticCollection,
  DiagnosticSeverity,
  env,
  languages,
  ProgressLocation,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import {
  type ExplainLogParams,
  type LogProblem,
  type LogReport,
  requests,
} from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { logReportText, unrecognisedText } from '../results/log-report.ts';
import { capitalised } from '../results/markdown-text.ts';
import { ReportPage } from '../results/report-page.ts';

/** Lets the server explain a log, and shows the report. */
export type ExplainLog = (log: ExplainLogParams) => Promise<void>;

/**
 * Registers the command that explains the log of any build: a file, the clipboard or the selection. The log's problems are shown in the
 * files of the workspace until `clear` is called. `explain` is for commands that already have a log.
 */
export function registerExplainLogCommand(context: Context): {
  readonly clear: () => void;
  readonly explain: ExplainLog;
} {
  const collection = languages.createDiagnosticCollection('dkms-log');
  context.own(collection);
  const page = new ReportPage(context, { title: 'Explained Log', scheme: 'dkms-report' });
  const explain = async (log: ExplainLogParams) => {
    const report = await window.withProgress(
      { location: ProgressLocation.Notification, title: `Explain Log: ${log.name}` },
      () => context.request<LogReport>(requests.explainLog, log),
    );
    show(collection, report);
    if (report.unrecognised !== undefined) {
      // Not awaited: the command is done before the user closes the message.
      context.inBackground(
        'offering another log',
        offerAnother(unrecognisedText(report.unrecognised, log.name)),
      );
      return;
    }
    await page.show(logReportText(report, log.name, (file) => workspace.asRelativePath(file)));
  };
  context.command('dkms.explainLog', 'Explain Log', async (given: unknown) => {
    const log = given instanceof Uri ? await readLog(given) : await chooseLog();
    if (log) await explain(log);
  });
  return { clear: () => collection.clear(), explain };
}

async function chooseLog(): Promise<ExplainLogParams | undefined> {
  const editor = window.activeTextEditor;
  const selected =
    editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : undefined;
  const items = [
    ...(selected === undefined ? [] : [{ label: 'The selection', kind: 'selection' as const }]),
    ...(editor ? [{ label: 'The file in the editor', kind: 'document' as const }] : []),
    { label: 'The clipboard', kind: 'clipboard' as const },
    { label: 'A file…', kind: 'file' as const },
  ].map(({ kind, ...item }) => ({ ...item, source: kind }));
  const placeHolder = 'Output of make, dkms, the journal or a package manager, exactly as printed or copied';
  const chosen = await window.showQuickPick(items, { title: 'Log to Explain', placeHolder });
  if (!chosen) return undefined;
  if (chosen.source === 'selection') return { name: 'The selection', text: selected ?? '' };
  if (chosen.source === 'clipboard') return { name: 'The clipboard', text: await env.clipboard.readText() };
  if (chosen.source === 'document') {
    return editor && { name: workspace.asRelativePath(editor.document.uri), text: editor.document.getText() };
  }
  const [file] = (await window.showOpenDialog({ title: 'Log to Explain', openLabel: 'Explain' })) ?? [];
  return file && (await readLog(file));
}

async function readLog(file: Uri): Promise<ExplainLogParams> {
  const document = await workspace.openTextDocument(file);
  return { name: workspace.asRelativePath(file), text: document.getText() };
}

/** Says that a text is not a log. VS Code shows a long message in full only if it has a button. */
async function offerAnother(text: string): Promise<void> {
  const another = 'Explain Another Log…';
  if ((await window.showWarningMessage(text, another)) === another)
    await commands.executeCommand('dkms.explainLog');
}

/** Replaces the problems of the log explained before with those of this one. */
function show(collection: DiagnosticCollection, { problems }: LogReport): void {
  collection.clear();
  const files = Map.groupBy(
    problems.filter(({ uri, follows }) => uri !== undefined && !follows),
    ({ uri }) => uri ?? '',
  );
  for (const [uri, ofFile] of files) collection.set(Uri.parse(uri), ofFile.map(diagnosticOf));
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

function diagnosticOf({ range, severity, message, cause }: LogProblem): Diagnostic {
  const { start, end } = range;
  const text = cause ? `${message}\n${capitalised(cause.label)}: ${cause.summary}` : message;
  const diagnostic = new Diagnostic(
    new Range(start.line, start.character, end.line, end.character),
    text,
    severities[severity],
  );
  diagnostic.source = 'dkms log';
  if (cause) {
    diagnostic.code =
      cause.page === undefined ? cause.id : { value: cause.id, target: Uri.parse(cause.page) };
  }
  return diagnostic;
}
