import { window, workspace } from 'vscode';

/**
 * Types a command into a terminal without running it: it changes the machine and may need root, so the user decides. If it needs root, it
 * begins with sudo or pkexec, which asks for the password in that terminal. `folder` is where the terminal begins, the workspace by default.
 */
export function typeCommand(name: string, command: string, needsRoot: boolean, folder?: string): void {
  const isRoot = process.getuid?.() === 0;
  const tool = workspace.getConfiguration('dkms').get<'sudo' | 'pkexec'>('rootCommand', 'sudo');
  send(name, needsRoot && !isRoot ? `${tool} ${command}` : command, false, folder);
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
