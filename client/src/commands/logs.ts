import type { Context } from '../context.ts';

/** Registers the command that shows the log. */
export function registerLogCommands(context: Context): void {
  context.command('dkms.showLog', 'Show Log', () => context.log.show());
  context.command('dkms.restartServer', 'Restart Language Server', () => context.restart());
}
