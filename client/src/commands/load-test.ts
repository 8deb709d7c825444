import { type QuickPickItem, type TestItem, Uri, window, workspace } from 'vscode';
import {
  type LoadTestKernels,
  type LoadTestOutcome,
  type LoadTestReport,
  requests,
} from '../../../server/src/lsp/messages.ts';
import type { BuildClient } from '../builds/build-client.ts';
import { countText, durationText } from '../builds/build-text.ts';
import type { Module } from '../builds/module.ts';
import { chooseModule, moduleOf } from '../builds/modules.ts';
import { titleOf } from '../builds/targets.ts';
import type { Context } from '../context.ts';
import { downloadKernels } from '../kernels/download-kernels.ts';
import { typeCommand } from '../machine/root-terminal.ts';
import type { ResultStore } from '../results/result-store.ts';
import type { ResultNode } from '../views/results-view.ts';
import { showProblem } from './results.ts';

type LoadKernel = LoadTestKernels['kernels'][number];

/** The key under which the test command of the last load test is remembered. */
const memoryKey = 'loadTestCommand';

/** Registers the load test: a module is built for a kernel, and loaded in a virtual machine that runs this kernel. */
export function registerLoadTest(
  context: Context,
  parts: { readonly builds: BuildClient; readonly results: ResultStore },
): void {
  const { builds, results } = parts;
  const channel = window.createOutputChannel('DKMS Load Test');
  context.own(channel);

  context.command('dkms.loadTest', 'Load Test', async (given) => {
    if (!workspace.isTrusted) {
      throw new Error('A load test runs the module. Trust this workspace, then test again.');
    }
    const row = rowOf(given);
    const module = row?.module ?? (await chooseModule(context, given instanceof Uri ? given : undefined));
    if (!module) return;
    const kernel = await chooseKernel(context, row?.kernel);
    if (kernel === undefined) return;
    const isSet = workspace.getConfiguration('dkms', module.conf).get('loadTestCommand', '').trim() !== '';
    const command = isSet ? undefined : await askForCommand(context);
    if (!isSet && command === undefined) return;
    const target = { ...module, kernel };
    channel.clear();
    channel.appendLine(`Load test of ${titleOf([target])}`);
    channel.show(true);
    const report = await builds.loadTest(
      target,
      {
        timeoutSeconds: workspace.getConfiguration('dkms').get<number>('loadTestTimeout', 120),
        ...(command !== undefined && { command }),
      },
      // The console of a virtual machine ends lines with CR LF.
      (text) => channel.append(text.replaceAll('\r', '')),
    );
    channel.appendLine(`\n${verdict(report)}`);
    if (report.load?.machine !== undefined) channel.appendLine(`Machine: ${report.load.machine}`);
    if (report.load?.note !== undefined) channel.appendLine(report.load.note);
    context.log.info(verdict(report));
    // Not awaited: the command is done before the user closes the message.
    context.inBackground('showing how a load test ended', showOutcomeOf(report));
  });

  context.command('dkms.openLoadLog', 'Open Console Log', async (given) => {
    const { module, kernel } = given as Exclude<ResultNode, { kind: 'module' }>;
    const log = results.cell(module.conf.toString(), kernel).result?.last?.load?.log;
    if (log === undefined) throw new Error('There is no log of a load test. Run one first.');
    await window.showTextDocument(Uri.file(log));
  });
}

/** The module, and the kernel, of the row of a view or of the Test Explorer. */
function rowOf(given: unknown): { readonly module: Module; readonly kernel?: string } | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  if ('kind' in given && 'module' in given) {
    const node = given as ResultNode;
    return node.kind === 'module' ? node : { module: node.module, kernel: node.kernel };
  }
  if (!('uri' in given && 'children' in given)) return undefined;
  const { uri, parent, label } = given as TestItem;
  if (!uri) return undefined;
  const module = { ...moduleOf(uri, []), name: parent?.label ?? label };
  return parent ? { module, kernel: label } : { module };
}

/** The kernel of the row, or the one that the user chooses. If it can't be booted, a message says what is missing. */
async function chooseKernel(context: Context, meant: string | undefined): Promise<string | undefined> {
  const { kernels } = await context.request<LoadTestKernels>(requests.loadTestKernels);
  const items = [...kernels]
    .sort((a, b) => Number(a.missing !== undefined) - Number(b.missing !== undefined))
    .map((kernel): QuickPickItem & { readonly kernel: LoadKernel } => ({
      label: kernel.kernel,
      kernel,
      ...(kernel.missing !== undefined && { description: "can't be booted", detail: kernel.missing }),
    }));
  if (items.length === 0) {
    throw new Error('There is no kernel that modules can be built for. "Check This Machine" says why.');
  }
  const chosen =
    meant === undefined
      ? (
          await window.showQuickPick(items, {
            title: 'Kernel to Load the Module In',
            placeHolder: 'Select a kernel; it is booted in a virtual machine',
            matchOnDetail: true,
          })
        )?.kernel
      : (kernels.find(({ kernel }) => kernel === meant) ?? { kernel: meant });
  if (!chosen) return undefined;
  if (chosen.missing === undefined) return chosen.kernel;
  if (chosen.downloadable) return (await downloadImage(context, chosen.kernel)) ? chosen.kernel : undefined;
  context.inBackground('offering what a load test needs', offerInstallation(chosen.missing, chosen.install));
  return undefined;
}

/** Downloads what boots a kernel, if the user wants that; false if not. */
async function downloadImage(context: Context, kernel: string): Promise<boolean> {
  const download = 'Download';
  const answer = await window.showInformationMessage(
    `The image of ${kernel} is not here. Download it with its modules, of about 100 MB? Nothing is installed.`,
    { modal: true },
    download,
  );
  if (answer !== download) return false;
  await downloadKernels(context, [kernel], { withImages: true });
  return true;
}

async function offerInstallation(missing: string, install: string | undefined): Promise<void> {
  const type = 'Type Command';
  const answer = await window.showWarningMessage(missing, ...(install === undefined ? [] : [type]));
  if (answer === type && install !== undefined) await typeCommand('DKMS', install, true);
}

/** Asks for the command to run while the module is loaded; empty for none, `undefined` if the user cancels. */
async function askForCommand(context: Context): Promise<string | undefined> {
  const command = await window.showInputBox({
    title: 'Test Command',
    prompt:
      'What runs in the virtual machine while the module is loaded. Leave it empty to load and unload only.',
    placeHolder: 'such as: cat /sys/module/hello/version',
    value: context.memory.get(memoryKey, ''),
    ignoreFocusOut: true,
  });
  if (command !== undefined) await context.memory.update(memoryKey, command.trim());
  return command?.trim();
}

function verdict({ build, load }: LoadTestReport): string {
  const what = `${build.module} for ${build.kernel}`;
  if (!load) {
    return `${what} was not loaded, because its build ${{ ok: 'left nothing', failed: 'failed', skipped: 'was skipped', cancelled: 'was cancelled' }[build.status]}. ${build.reason ?? ''}`.trim();
  }
  switch (load.status) {
    case 'ok':
      return `${what} was loaded and unloaded in ${durationText(load.durationMs)}${countText(load, ', with ')}.`;
    case 'failed':
      return `The load test of ${what} failed: ${load.reason ?? ''}`;
    case 'cancelled':
      return `The load test of ${what} was cancelled.`;
    case 'unusable':
      return `${what} could not be loaded: ${load.reason ?? ''}`;
    default:
      return load.status satisfies never;
  }
}

async function showOutcomeOf(report: LoadTestReport): Promise<void> {
  const { build, load } = report;
  if (load?.status === 'cancelled' || build.status === 'cancelled') return;
  const actions = new Map<string, () => Promise<unknown>>();
  const first = load ? load.firstProblem : build.firstError;
  if (first) actions.set('Show Problem', () => showProblem(first, build.kernel));
  const log = load ? load.log : build.log;
  if (log !== undefined) actions.set('Open Log', async () => await window.showTextDocument(Uri.file(log)));
  const show = hasPassed(load) ? window.showInformationMessage : window.showErrorMessage;
  const answer = await show(verdict(report), ...actions.keys());
  if (answer !== undefined) await actions.get(answer)?.();
}

function hasPassed(load: LoadTestOutcome | undefined): boolean {
  return load?.status === 'ok';
}
