import type { Context } from '../context.ts';

/** Shows what was logged. */
export function registerLogCommands(context: Context): void {
  context.command('dkms.showLog', 'Show Log', () => context.log.show());
  context.command('dkms.restartServer', 'Restart Language Server', () => context.restart());
}
