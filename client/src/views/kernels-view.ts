import { type Event, EventEmitter, type TreeDataProvider, TreeItem, window } from 'vscode';
import type { KernelDescription } from '../../../server/src/lsp/messages.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { kernelRow } from './kernel-rows.ts';
import { fillIn } from './tree-rows.ts';

/** Shows the view *Kernels*: the machine's kernels, with what prevents a build, the selected one marked. */
export function showKernels(context: Context, kernels: KernelStore): void {
  const rows = new KernelRows(kernels);
  const view = window.createTreeView('dkms.kernels', { treeDataProvider: rows });
  context.own(
    view,
    rows,
    kernels.onChanged(() => rows.changed()),
  );
}

class KernelRows implements TreeDataProvider<KernelDescription> {
  readonly #kernels: KernelStore;
  readonly #changed = new EventEmitter<undefined>();

  constructor(kernels: KernelStore) {
    this.#kernels = kernels;
  }

  get onDidChangeTreeData(): Event<undefined> {
    return this.#changed.event;
  }

  changed(): void {
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** The kernels that can be built against first; each group newest first. */
  getChildren(kernel?: KernelDescription): KernelDescription[] {
    if (kernel) return [];
    const known = this.#kernels.known ?? [];
    const isReady = ({ status }: KernelDescription) => status === 'ready';
    return [...known.filter(isReady), ...known.filter((one) => !isReady(one))];
  }

  getTreeItem(kernel: KernelDescription): TreeItem {
    const { selectedRelease: selected, known = [] } = this.#kernels;
    const saysArch = known.some(({ arch }) => arch !== kernel.arch);
    const row = kernelRow(kernel, { selected, saysArch });
    return fillIn(new TreeItem(row.label), kernel.release, row);
  }
}
