import { TreeItem, window } from 'vscode';
import type { KernelDescription } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import { readyFirst } from '../kernels/kernel-choice.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { kernelRow } from './kernel-rows.ts';
import { fillTreeItem, TreeRows } from './tree-rows.ts';

/** Shows the view *Kernels*: the machine's kernels, with what prevents a build, the selected one marked. */
export function showKernels(context: Context, kernels: KernelStore): void {
  const rows = new KernelRows(kernels);
  const view = window.createTreeView('dkms.kernels', { treeDataProvider: rows });
  context.own(
    view,
    rows,
    kernels.onChanged(() => rows.redraw()),
  );
}

class KernelRows extends TreeRows<KernelDescription> {
  readonly #kernels: KernelStore;

  constructor(kernels: KernelStore) {
    super();
    this.#kernels = kernels;
  }

  /** The kernels that can be built against first; each group newest first. */
  getChildren(kernel?: KernelDescription): KernelDescription[] {
    if (kernel) return [];
    return readyFirst(this.#kernels.known ?? []);
  }

  getTreeItem(kernel: KernelDescription): TreeItem {
    const { selectedName: selected, known = [] } = this.#kernels;
    const saysArch = known.some(({ arch }) => arch !== kernel.arch);
    const row = kernelRow(kernel, { selected, saysArch });
    return fillTreeItem(new TreeItem(row.label), kernel.name, row);
  }
}
