import { ConfigurationTarget, env, window, workspace } from 'vscode';
import {
  type KernelDescription,
  type KernelFolderParams,
  type KernelList,
  requests,
} from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { typeCommand } from '../machine/root-terminal.ts';
import { pickKernel } from '../views/kernel-picker.ts';
import { openFolderBeside } from './open-folder.ts';

/** Registers the commands that select kernels, and those of the rows in the view *Kernels*. */
export function registerKernelCommands(context: Context, kernels: KernelStore): void {
  context.command('dkms.selectKernel', 'Select Kernel', () => pickKernel(kernels));

  context.command('dkms.refreshKernels', 'Refresh Kernels', async () => {
    const { kernels: found } = await context.request<KernelList>(requests.refreshKernels);
    window.setStatusBarMessage(`${plural(found.length, 'kernel')} found.`, 4000);
  });

  context.command('dkms.addKernelFolder', 'Add Kernel Folder', () => addKernelFolder(context));

  context.command('dkms.useKernel', 'Build Against This Kernel', (given) =>
    kernels.select(kernelOf(given).name),
  );

  context.command('dkms.openHeaders', 'Open Kernel Headers', async (given) => {
    const { buildDir, name } = kernelOf(given);
    await openFolderBeside(buildDir, name);
  });

  context.command('dkms.copyRelease', 'Copy Kernel Release', async (given) => {
    const { release } = kernelOf(given);
    await env.clipboard.writeText(release);
    window.setStatusBarMessage(`Copied: ${release}`, 4000);
  });

  context.command('dkms.installHeaders', 'Install Kernel Headers in Terminal', async (given) => {
    const { install = '', name } = kernelOf(given);
    await typeCommand(`install ${name}`, install, true);
  });
}

/** Asks the user for a folder, and adds it to the folders that are searched for kernels, in every workspace of this machine. */
async function addKernelFolder(context: Context): Promise<void> {
  const [chosen] =
    (await window.showOpenDialog({
      ...{ canSelectFolders: true, canSelectFiles: false, openLabel: 'Add Kernel Folder' },
      title: "A kernel's build folder or headers, or a folder like /lib/modules or /usr/src",
    })) ?? [];
  if (!chosen) return;
  const folder = chosen.fsPath;
  const { kernels } = await context.request<KernelList>(requests.kernelsInFolder, {
    folder,
  } satisfies KernelFolderParams);
  if (kernels.length === 0) {
    throw new Error(
      `${folder} has no kernel that modules can be built against. Choose the folder in which a kernel was built (it has a Makefile and a .config; run "make modules_prepare" there), a kernel's headers, or a folder of several kernels such as /lib/modules.`,
    );
  }
  const setting = workspace.getConfiguration('dkms');
  const known = setting.inspect<readonly string[]>('kernelFolders')?.globalValue ?? [];
  if (!known.includes(folder)) {
    await setting.update('kernelFolders', [...known, folder], ConfigurationTarget.Global);
  }
  const broken = kernels.find(({ status }) => status !== 'ready');
  if (broken && kernels.length === 1) {
    window.showWarningMessage(
      `${broken.name} was added, but no module can be built against it yet. ${broken.reason ?? ''}`,
    );
    return;
  }
  window.setStatusBarMessage(`Added: ${kernels.map(({ name }) => name).join(', ')}`, 6000);
}

function kernelOf(given: unknown): KernelDescription {
  return given as KernelDescription;
}
