import { type Terminal, window, workspace } from 'vscode';

/**
 * Types a command into a terminal and shows it there. It is not run: it may need root and changes the machine, so the user decides. Root is
 * asked for by the user's own sudo or pkexec, in that terminal.
 */
export function typeCommand(name: string, command: string, needsRoot: boolean): Terminal {
  const terminal = window.createTerminal({ name });
  terminal.show();
  const isRoot = process.getuid?.() === 0;
  const tool = workspace.getConfiguration('dkms').get<'sudo' | 'pkexec'>('rootCommand', 'sudo');
  terminal.sendText(needsRoot && !isRoot ? `${tool} ${command}` : command, false);
  return terminal;
}
