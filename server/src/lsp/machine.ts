import { type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { inBackground } from '../workspace/background.ts';
import type { Engine } from '../workspace/engine.ts';
import { forecastSummary, verdictText } from '../workspace/machine/forecast.ts';
import { RegisteredWatch } from '../workspace/machine/registered-watch.ts';
import { answerRequest } from './answer-request.ts';
import { fileNamed } from './document-requests.ts';
import {
  type DkmsActionParams,
  type DkmsCommandLine,
  type MachineReport,
  type NextKernelParams,
  type NextKernelReport,
  type OverrideProposal,
  type ProposeOverrideParams,
  type RegisteredModules,
  requests,
  serverNotifications,
} from './messages.ts';

/**
 * Answers what is registered with dkms on this machine, and whether it can build; `stop` stops watching for changes. `dist` is the folder
 * of the bundled programs.
 */
export function registerMachine(
  connection: Connection,
  engine: Engine,
  dist: string,
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
    const found = await commandFor(engine, params);
    return 'refused' in found ? { ...found, needsRoot: false } : found;
  });

  answerRequest(
    connection,
    requests.proposeOverride,
    { conf: 'string' },
    async ({ conf, kernel }: ProposeOverrideParams): Promise<OverrideProposal> => {
      const { proposeOverride } = await import('../workspace/machine/propose-override.ts');
      const proposal = await proposeOverride(engine, fileNamed(conf), kernel);
      return 'refused' in proposal ? { ...proposal, text: '', exists: false } : proposal;
    },
  );

  answerRequest(
    connection,
    requests.nextKernel,
    {},
    async ({ kernel }: NextKernelParams): Promise<NextKernelReport> => {
      const { forecastNextKernel } = await import('../workspace/machine/next-kernel.ts');
      const found = await forecastNextKernel(engine, {
        dist,
        ...(kernel !== undefined && { release: kernel }),
      });
      if ('wrong' in found) throw new ResponseError(ErrorCodes.InvalidParams, found.wrong);
      const modules = found.modules.map((one) => ({ ...one, label: verdictText(one.verdict) }));
      return { ...found, modules, summary: forecastSummary(found) };
    },
  );

  return { stop: () => watch.stop() };
}

async function commandFor(engine: Engine, params: DkmsActionParams) {
  if (params.action === 'disable-autoinstall' || params.action === 'enable-autoinstall') {
    const { findAutoinstallCommand } = await import('../workspace/machine/autoinstall-command.ts');
    return findAutoinstallCommand(engine, params, params.action === 'enable-autoinstall');
  }
  const { findDkmsCommand } = await import('../workspace/machine/dkms-command.ts');
  return findDkmsCommand(engine, params);
}
