import type { Context } from '../context.ts';

/** Registers the commands about the server: one shows the extension's log, the other restarts the server. */
export function registerLogCommands(context: Context): void {
  context.command('dkms.showLog', 'Show Extension Log', () => context.log.show());
  context.command('dkms.restartServer', 'Restart Language Server', () => context.restart());
}
