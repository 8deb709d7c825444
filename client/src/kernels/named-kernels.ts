import { ConfigurationTarget, commands, window, workspace } from 'vscode';
import { type KernelList, type NamesToGet, serverNotifications } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { downloadKernels } from './download-kernels.ts';

/** The key under which this workspace remembers the names that the user was asked about. */
const memoryKey = 'dkms.askedKernels';

/**
 * Asks once whether to download the headers that `dkms.kernels` names by releases of distributions (`debian-12`), and keeps them current where the user
 * wants that. Nothing is downloaded unasked.
 */
export function followNamedKernels(context: Context): void {
  /** The names for which this session has asked an archive, with or without success. */
  const updated = new Set<string>();

  const ask = async (missing: readonly string[]) => {
    const asked = context.memory.get<readonly string[]>(memoryKey, []);
    const names = missing.filter((name) => !asked.includes(name));
    if (names.length === 0) return;
    await context.memory.update(memoryKey, [...asked, ...names]);
    const [get, keep] = ['Get Headers', 'Get and Keep Current'];
    const list = [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');
    const answer = await window.showInformationMessage(
      `The kernels of ${list} in dkms.kernels are not on this machine. Download their newest headers? Nothing is installed.`,
      get,
      keep,
      'Not Now',
    );
    if (answer === keep) {
      const settings = workspace.getConfiguration('dkms');
      await settings.update('updateKernels', 'daily', ConfigurationTarget.Global);
    }
    // The command reports what could not be downloaded.
    if (answer === get || answer === keep) await commands.executeCommand('dkms.getKernelHeaders', names);
  };

  const follow = async ({ missing = [], outdated = [] }: NamesToGet) => {
    if (!workspace.isTrusted) return;
    await ask(missing);
    const old = outdated.filter((name) => !updated.has(name));
    for (const name of old) updated.add(name);
    if (old.length > 0) await downloadKernels(context, old, { isQuiet: true });
  };

  context.own(
    context.onNotification<KernelList>(serverNotifications.kernelsChanged, ({ toGet = {} }) => {
      context.inBackground('getting the kernels that dkms.kernels names', follow(toGet));
    }),
  );
}
