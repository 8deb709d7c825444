import { commands, env, UIKind, Uri, window } from 'vscode';
import type { KernelDescription } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { pickKernel } from '../views/kernel-picker.ts';

/** Registers the commands that select kernels, and those of the rows in the view *Kernels*. */
export function registerKernelCommands(context: Context, kernels: KernelStore): void {
  context.command('dkms.selectKernel', 'Select Kernel', () => pickKernel(kernels));

  context.command('dkms.useKernel', 'Build Against This Kernel', (given) =>
    kernels.select(kernelOf(given).release),
  );

  context.command('dkms.openHeaders', 'Open Headers', async (given) => {
    const folder = Uri.file(kernelOf(given).buildDir);
    // A second window keeps the module open in this one.
    if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) {
      await commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
    } else window.createTerminal({ name: kernelOf(given).release, cwd: folder }).show();
  });

  context.command('dkms.copyRelease', 'Copy Release', async (given) => {
    const { release } = kernelOf(given);
    await env.clipboard.writeText(release);
    window.setStatusBarMessage(`Copied: ${release}`, 4000);
  });

  context.command('dkms.installHeaders', 'Install Headers in Terminal', (given) => {
    const { install = '', release } = kernelOf(given);
    const terminal = window.createTerminal({ name: `install ${release}` });
    terminal.show();
    // Typed but not run: it needs root, so the user decides.
    terminal.sendText(process.getuid?.() === 0 ? install : `sudo ${install}`, false);
  });
}

function kernelOf(given: unknown): KernelDescription {
  return given as KernelDescription;
}
