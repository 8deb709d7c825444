import { type TextDocument, Uri, workspace } from 'vscode';
import type { Context } from './context.ts';

/** Text that the Makefile of a driver contains, and hardly any other. */
const ofDriver = /\bobj-(?:m\b|\$)|\/lib\/modules\/|\bM=|\bSUBDIRS=|\bKERNELRELEASE\b/;

const confOrKbuild = '**/{dkms.conf,Kbuild}';

/**
 * Calls `start` once, as soon as the window has something to do with drivers. The extension is activated for any folder with a Makefile,
 * since an activation event can test only its name; for other programs, no server is started and no view is shown until a command needs it.
 */
export function startWhenNeeded(context: Context, start: () => void): void {
  let isStarted = false;
  const startOnce = () => {
    if (isStarted) return;
    isStarted = true;
    start();
  };
  const look = async () => {
    if (!isStarted && (await hasDriver())) startOnce();
  };
  const lookAt = (document: TextDocument) => {
    if (isOfDriver(document)) startOnce();
  };
  context.own(
    context.onStarted(startOnce),
    workspace.onDidOpenTextDocument(lookAt),
    workspace.onDidSaveTextDocument(lookAt),
    workspace.onDidChangeWorkspaceFolders(() => context.inBackground('looking for drivers', look())),
  );
  for (const document of workspace.textDocuments) lookAt(document);
  context.inBackground('looking for drivers', look());
}

function isOfDriver(document: TextDocument): boolean {
  if (document.languageId === 'dkms-conf') return true;
  return /\/(?:Kbuild|Makefile)$/.test(document.uri.path) && ofDriver.test(document.getText());
}

/** Looks at the top of each folder first, and searches the whole workspace only if nothing is found there. */
async function hasDriver(): Promise<boolean> {
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const names = await workspace.fs.readDirectory(uri).then(
      (entries) => entries.map(([name]) => name),
      (): string[] => [],
    );
    if (names.includes('dkms.conf') || names.includes('Kbuild')) return true;
    if (names.includes('Makefile') && ofDriver.test(await readText(Uri.joinPath(uri, 'Makefile'))))
      return true;
  }
  return (await workspace.findFiles(confOrKbuild, undefined, 1)).length > 0;
}

async function readText(file: Uri): Promise<string> {
  return workspace.fs.readFile(file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '',
  );
}
