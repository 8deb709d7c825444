import { basename } from 'node:path';

/**
 * Runs this program with options of Node that can be given only at its start: replaces this Node by a new one in the same process, with the
 * same inputs and outputs. Returns if the options are given already, or can't be: inside another program (Electron), or with a channel to a
 * parent process, which would be lost.
 */
export function runWithNodeOptions(options: readonly string[]): void {
  const missing = options.filter((option) => !process.execArgv.includes(option));
  if (missing.length === 0 || process.channel || !/^node/.test(basename(process.execPath))) return;
  process.execve?.(
    process.execPath,
    [process.execPath, ...process.execArgv, ...missing, ...process.argv.slice(1)],
    process.env,
  );
}
