import type { Connection } from 'vscode-languageserver';
import { inBackground } from '../workspace/background.ts';
import type { Engine } from '../workspace/engine.ts';
import { RegisteredWatch } from '../workspace/machine/registered-watch.ts';
import { fileNamed } from './document-requests.ts';
import {
  type DkmsActionParams,
  type DkmsCommandLine,
  type MachineReport,
  type OverrideProposal,
  type ProposeOverrideParams,
  type RegisteredModules,
  requests,
  serverNotifications,
} from './messages.ts';

/** Answers what is registered with dkms on this machine, and whether it can build; `stop` ends what follows changes. */
export function registerMachine(
  connection: Connection,
  engine: Engine,
): { readonly stop: () => Promise<void> } {
  const watch = new RegisteredWatch({
    overridesFolder: '/etc/dkms',
    changed: () => inBackground(connection.sendNotification(serverNotifications.registeredModulesChanged)),
    complain: (error) =>
      connection.console.warn(`What is registered with dkms is not watched everywhere: ${error.message}`),
  });

  connection.onRequest(requests.registeredModules, async (): Promise<RegisteredModules> => {
    // Before the trees are read, so that no change comes in between.
    await watch.start();
    const { readMachineModules } = await import('../workspace/machine/machine-modules.ts');
    const { dkms, ...machine } = await readMachineModules(engine);
    return { ...machine, ...(dkms && { dkms }) };
  });

  connection.onRequest(requests.checkMachine, async (): Promise<MachineReport> => {
    const { diagnoseMachine } = await import('../workspace/machine/diagnosis.ts');
    return diagnoseMachine();
  });

  connection.onRequest(requests.dkmsCommand, async (params: DkmsActionParams): Promise<DkmsCommandLine> => {
    const { findDkmsCommand } = await import('../workspace/machine/dkms-command.ts');
    const found = await findDkmsCommand(engine, params);
    return 'refused' in found ? { ...found, needsRoot: false } : found;
  });

  connection.onRequest(
    requests.proposeOverride,
    async ({ conf, kernel }: ProposeOverrideParams): Promise<OverrideProposal> => {
      const { proposeOverride } = await import('../workspace/machine/propose-override.ts');
      const proposal = await proposeOverride(engine, fileNamed(conf), kernel);
      return 'refused' in proposal ? { ...proposal, text: '', exists: false } : proposal;
    },
  );

  return { stop: () => watch.stop() };
}
