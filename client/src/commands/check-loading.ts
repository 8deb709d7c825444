import path from 'node:path';
import { type QuickPickItem, Uri, window, workspace } from 'vscode';
import { type LoadingParams, type LoadingReport, requests } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { loadingReportText } from '../results/loading-report.ts';
import { ReportPage } from '../results/report-page.ts';
import type { ResultNode } from '../views/results-view.ts';

/** Registers the command that tells whether kernels would load a module that is built: one in the view Results, or a file. */
export function registerCheckLoading(context: Context, kernels: KernelStore): void {
  const page = new ReportPage(context, { title: 'Will It Load', scheme: 'dkms-loading' });

  context.command('dkms.checkLoading', 'Will It Load?', async (given) => {
    const built = builtModule(given) ?? (await chooseFile());
    if (!built) return;
    const chosen = await chooseKernels(kernels, path.basename(built.file), built.kernel);
    if (!chosen || chosen.length === 0) return;
    const params: LoadingParams = {
      file: Uri.file(built.file).toString(),
      ...(built.source && { source: built.source.toString() }),
      kernels: chosen,
    };
    const report = await context.request<LoadingReport>(requests.checkLoading, params);
    if (report.wrong !== undefined) throw new Error(`${report.wrong}.`);
    await page.show(
      loadingReportText(path.basename(built.file), report, (uri) =>
        workspace.asRelativePath(Uri.parse(uri, true)),
      ),
    );
  });
}

interface BuiltModuleFile {
  readonly file: string;
  /** The folder of its C files. */
  readonly source?: Uri;
  /** For which kernel it was built. */
  readonly kernel?: string;
}

/** The module of a row of the view Results, or of the explorer. */
function builtModule(given: unknown): BuiltModuleFile | undefined {
  if (given instanceof Uri) return { file: given.fsPath };
  if (typeof given !== 'object' || given === null || !('kind' in given)) return undefined;
  const node = given as ResultNode;
  if (node.kind !== 'file') return undefined;
  return { file: node.built.path, source: Uri.joinPath(node.module.conf, '..'), kernel: node.kernel };
}

async function chooseFile(): Promise<BuiltModuleFile | undefined> {
  const [file] =
    (await window.showOpenDialog({
      title: 'Built Module',
      openLabel: 'Check',
      // A compressed module has another extension.
      filters: { 'Kernel modules': ['ko', 'xz', 'zst', 'gz'] },
    })) ?? [];
  return file && { file: file.fsPath };
}

/** The kernels that the user chooses, that of the build first. */
async function chooseKernels(
  store: KernelStore,
  name: string,
  own: string | undefined,
): Promise<readonly string[] | undefined> {
  const known = (await store.list(true)).filter(({ status }) => status !== 'no-headers');
  if (known.length === 0)
    throw new Error('There are no headers of a kernel to compare with. "Check This Machine" says why.');
  const items: QuickPickItem[] = [...known]
    .sort((a, b) => Number(b.name === own) - Number(a.name === own))
    .map((kernel) => ({
      label: kernel.name,
      picked: true,
      ...(kernel.name === own && { description: 'it was built for this kernel' }),
    }));
  const chosen = await window.showQuickPick(items, {
    title: `Kernels That Are to Load ${name}`,
    placeHolder: 'Select kernels; nothing is loaded',
    canPickMany: true,
  });
  return chosen?.map(({ label }) => label);
}
