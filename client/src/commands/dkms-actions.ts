import { homedir } from 'node:os';
import path from 'node:path';
import { Uri, window, workspace } from 'vscode';
import { type DkmsActionParams, type DkmsCommandLine, requests } from '../../../server/src/lsp/messages.ts';
import { chooseModule } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import { readyFirst } from '../kernels/kernel-choice.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { runInTerminal, typeCommand } from '../machine/root-terminal.ts';
import { capitalised } from '../results/markdown-text.ts';
import { type RegisteredNode, registeredModuleOf } from '../views/registered-view.ts';

/**
 * Registers the commands that call dkms. The server composes the command lines; one that needs root is typed into a terminal but not run,
 * the others are run there.
 */
export function registerDkmsActions(context: Context, kernels: KernelStore): void {
  const act = async (params: DkmsActionParams) => {
    const { command, needsRoot, refused } = await context.request<DkmsCommandLine>(
      requests.dkmsCommand,
      params,
    );
    if (command === undefined) throw new Error(refused);
    if (needsRoot) await typeCommand(`dkms ${params.action}`, command, true);
    else runInTerminal(`dkms ${params.action}`, command);
  };
  const onKernel = async (action: 'build' | 'install' | 'uninstall' | 'unbuild', given: unknown) => {
    const node = given as RegisteredNode;
    if (node.kind === 'name') return;
    const { module, version } = node.module;
    const { kernel, arch } =
      node.kind === 'kernel'
        ? node.kernel
        : {
            kernel: await pickRelease(kernels, `Kernel to ${capitalised(action)} ${module} For`),
            arch: undefined,
          };
    if (kernel !== undefined)
      await act({ action, module, version, kernel, ...(arch !== undefined && { arch }) });
  };

  context.command('dkms.dkmsAdd', 'Add to DKMS', async (given) => {
    refuseUntrusted();
    const module = await chooseModule(context, given instanceof Uri ? given : undefined);
    if (module) await act({ action: 'add', folder: path.dirname(module.conf.fsPath) });
  });
  context.command('dkms.dkmsBuild', 'Build with DKMS', (given) => onKernel('build', given));
  context.command('dkms.dkmsInstall', 'Install with DKMS', (given) => onKernel('install', given));
  context.command('dkms.dkmsUninstall', 'Uninstall from This Kernel', (given) =>
    onKernel('uninstall', given),
  );
  context.command('dkms.dkmsUnbuild', 'Remove Build for This Kernel', (given) => onKernel('unbuild', given));
  context.command('dkms.dkmsRemove', 'Remove from DKMS', async (given) => {
    const { module, version } = registeredModuleOf(given);
    await act({ action: 'remove', module, version });
  });
  context.command('dkms.disableAutoinstall', 'Disable Automatic Rebuilds', async (given) => {
    const { module, version } = registeredModuleOf(given);
    await act({ action: 'disable-autoinstall', module, version });
  });
  context.command('dkms.enableAutoinstall', 'Enable Automatic Rebuilds', async (given) => {
    const { module, version } = registeredModuleOf(given);
    await act({ action: 'enable-autoinstall', module, version });
  });
  context.command('dkms.dkmsMakeTarball', 'Make Tarball', async (given) => {
    const node = given as RegisteredNode & { readonly kind: 'version' | 'kernel' };
    const { module, version } = node.module;
    const built = node.kind === 'kernel' ? [node.kernel] : [];
    const name = [`${module}-${version}`, ...built.map(({ kernel }) => `kernel${kernel}`)].join('-');
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
    const place = await window.showSaveDialog({
      title: built.length > 0 ? 'Tarball of the Source and the Built Modules' : 'Tarball of the Source',
      defaultUri: Uri.file(path.join(folder, `${name}.dkms.tar.gz`)),
    });
    if (!place) return;
    const of = built.map(({ kernel, arch }) => ({ kernel, arch }));
    await act({ action: 'mktarball', module, version, kernels: of, archive: place.fsPath });
  });
  context.command('dkms.dkmsLoadTarball', 'Load Tarball', async () => {
    const filters = { 'Tarball of dkms mktarball': ['gz', 'tgz', 'xz', 'tar'] };
    const [file] =
      (await window.showOpenDialog({ title: 'Tarball to Load', openLabel: 'Load', filters })) ?? [];
    if (file) await act({ action: 'ldtarball', archive: file.fsPath });
  });
  context.command('dkms.dkmsAutoinstall', 'Install All Modules for a Kernel', async () => {
    const kernel = await pickRelease(kernels, 'Kernel to Install All Modules For');
    if (kernel !== undefined) await act({ action: 'autoinstall', kernel });
  });
  context.command('dkms.dkmsMatch', 'Install the Modules of Another Kernel', async () => {
    const template = await pickRelease(kernels, 'Kernel to Copy the Modules From');
    if (template === undefined) return;
    const kernel = await pickRelease(kernels, 'Kernel to Install the Same Modules For', template);
    if (kernel !== undefined) await act({ action: 'match', template, kernel });
  });
}

/** The release that the user chooses. Kernels that modules can be built for are listed first; the release `but` is left out. */
async function pickRelease(kernels: KernelStore, title: string, but?: string): Promise<string | undefined> {
  const known = (await kernels.list()).filter(({ release }) => release !== but);
  if (known.length === 0)
    throw new Error('No kernel was found. Run "DKMS: Check This Machine" to find out why.');
  const items = readyFirst(known).map((kernel) => ({
    label: kernel.release,
    description: [kernel.running && 'running', kernel.status !== 'ready' && (kernel.reason ?? kernel.status)]
      .filter(Boolean)
      .join(' · '),
  }));
  return (await window.showQuickPick(items, { title }))?.label;
}

function refuseUntrusted(): void {
  if (workspace.isTrusted) return;
  throw new Error('dkms runs the dkms.conf that it adds. Trust this workspace, then try again.');
}
