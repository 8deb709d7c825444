import { LanguageStatusSeverity, languages } from 'vscode';
import type { Context, ServerState } from '../context.ts';

/** Shows the state of the language server in the language status of a dkms.conf, with what to do if it is not running. */
export function showServerStatus(context: Context): void {
  const item = languages.createLanguageStatusItem('dkms.server', { language: 'dkms-conf' });
  item.name = 'DKMS Language Server';
  const show = (state: ServerState) => {
    item.busy = state === 'starting';
    item.severity = state === 'stopped' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    item.text = texts[state];
    item.command =
      state === 'stopped'
        ? { title: 'Restart', command: 'dkms.restartServer' }
        : { title: 'Show Log', command: 'dkms.showLog' };
  };
  show('starting');
  context.own(item, context.onStateChanged(show));
}

const texts: Readonly<Record<ServerState, string>> = {
  starting: 'The DKMS language server is starting',
  running: 'The DKMS language server is running',
  stopped: 'The DKMS language server has stopped',
};
