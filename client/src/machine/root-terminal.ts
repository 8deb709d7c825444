import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { window, workspace } from 'vscode';
import { type RootProgram, rootLine } from './root-command.ts';

/**
 * Types a command into a terminal without running it: it changes the machine and may need root, so the user decides. If it needs root, it
 * begins with sudo, pkexec or su, which asks for the password in that terminal. `folder` is where the terminal begins, the workspace by
 * default.
 */
export async function typeCommand(
  name: string,
  command: string,
  needsRoot: boolean,
  folder?: string,
): Promise<void> {
  if (!needsRoot || process.getuid?.() === 0) {
    send(name, command, false, folder);
    return;
  }
  const wanted = workspace.getConfiguration('dkms').get<RootProgram>('rootCommand', 'sudo');
  const line = rootLine(command, wanted, await installedPrograms(['sudo', 'pkexec', 'su']));
  if (line !== undefined) send(name, line, false, folder);
  else
    await window.showErrorMessage(
      `Neither sudo nor pkexec nor su is installed. Run this as root: ${command}`,
    );
}

/** Runs a command that needs no root, in a terminal that shows what it prints. */
export function runInTerminal(name: string, command: string): void {
  send(name, command, true);
}

function send(name: string, line: string, isRun: boolean, folder?: string): void {
  const terminal = window.createTerminal({ name, ...(folder !== undefined && { cwd: folder }) });
  terminal.show();
  terminal.sendText(line, isRun);
}

/** Which of these programs this user's PATH has. */
async function installedPrograms(names: readonly string[]): Promise<ReadonlySet<string>> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute);
  const isIn = (folder: string, name: string) =>
    access(path.join(folder, name), constants.X_OK).then(
      () => true,
      () => false,
    );
  const found = await Promise.all(
    names.map(async (name) =>
      (await Promise.all(folders.map((folder) => isIn(folder, name)))).includes(true),
    ),
  );
  return new Set(names.filter((_, at) => found[at]));
}
