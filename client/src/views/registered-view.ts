import { TreeItem, TreeItemCollapsibleState, Uri, window } from 'vscode';
import type { RegisteredKernel, RegisteredModule } from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import type { Context } from '../context.ts';
import type { MachineStore } from '../machine/machine-store.ts';
import { nameRow, problemCount, registeredKernelRow, versionRow } from '../machine/registered-rows.ts';
import { fillTreeItem, TreeRows } from './tree-rows.ts';

/** A row of the view: a module with several versions, a version, or one of its kernels. */
export type RegisteredNode =
  | { readonly kind: 'name'; readonly name: string; readonly versions: readonly RegisteredModule[] }
  | { readonly kind: 'version'; readonly module: RegisteredModule; readonly isAlone: boolean }
  | { readonly kind: 'kernel'; readonly module: RegisteredModule; readonly kernel: RegisteredKernel };

/** The module of the row (a version or a kernel) on which a command was called. */
export function registeredModuleOf(given: unknown): RegisteredModule {
  return (given as Exclude<RegisteredNode, { kind: 'name' }>).module;
}

/** Shows the view *Registered Modules*: what is registered with dkms on this machine. It is read when the view is first shown. */
export function showRegistered(context: Context, machine: MachineStore): void {
  const rows = new RegisteredRows(machine);
  const view = window.createTreeView('dkms.machine', { treeDataProvider: rows, showCollapseAll: true });
  context.own(
    view,
    rows,
    view.onDidChangeVisibility(({ visible }) => {
      if (visible && !machine.known) machine.look();
    }),
    machine.onChanged(() => {
      rows.redraw();
      const { modules = [], faults = [] } = machine.known ?? {};
      view.message = faults.join(' ');
      const problems = modules.reduce((sum, module) => sum + problemCount(module), 0);
      view.badge =
        problems === 0 ? undefined : { value: problems, tooltip: `${plural(problems, 'problem')} with DKMS` };
    }),
  );
  if (view.visible) machine.look();
}

class RegisteredRows extends TreeRows<RegisteredNode> {
  readonly #machine: MachineStore;

  constructor(machine: MachineStore) {
    super();
    this.#machine = machine;
  }

  getChildren(node?: RegisteredNode): RegisteredNode[] {
    if (!node) {
      const byName = Map.groupBy(this.#machine.known?.modules ?? [], ({ module }) => module);
      return [...byName].map(([name, versions]): RegisteredNode => {
        const [only] = versions;
        return versions.length === 1 && only
          ? { kind: 'version', module: only, isAlone: true }
          : { kind: 'name', name, versions };
      });
    }
    switch (node.kind) {
      case 'name':
        return node.versions.map((module) => ({ kind: 'version', module, isAlone: false }));
      case 'version':
        return node.module.kernels.map((kernel) => ({ kind: 'kernel', module: node.module, kernel }));
      case 'kernel':
        return [];
      default:
        return node satisfies never;
    }
  }

  getTreeItem(node: RegisteredNode): TreeItem {
    switch (node.kind) {
      case 'name': {
        const row = nameRow(node.name, node.versions);
        return fillTreeItem(new TreeItem(row.label, TreeItemCollapsibleState.Expanded), node.name, row);
      }
      case 'version': {
        const { module, isAlone } = node;
        const row = versionRow(module, isAlone ? module.module : module.version);
        const state =
          module.kernels.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None;
        return fillTreeItem(new TreeItem(row.label, state), `${module.module}/${module.version}`, row);
      }
      case 'kernel': {
        const { module, kernel } = node;
        const saysArch = module.kernels.some(({ arch }) => arch !== kernel.arch);
        const row = registeredKernelRow(module, kernel, saysArch);
        const id = `${module.module}/${module.version}/${kernel.kernel}/${kernel.arch}/${kernel.state}`;
        const item = fillTreeItem(new TreeItem(row.label), id, row);
        if (kernel.log !== undefined) {
          item.command =
            kernel.state === 'failed'
              ? { title: 'Explain DKMS Build Log', command: 'dkms.explainRegisteredLog', arguments: [node] }
              : { title: 'Open Log', command: 'vscode.open', arguments: [Uri.file(kernel.log)] };
        }
        return item;
      }
      default:
        return node satisfies never;
    }
  }
}
