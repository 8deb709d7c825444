import { commands, TreeItem, TreeItemCollapsibleState, Uri, window, workspace } from 'vscode';
import type { BuiltFile } from '../../../server/src/lsp/messages.ts';
import { plural } from '../builds/build-text.ts';
import type { Module } from '../builds/module.ts';
import type { ModuleStore } from '../builds/module-store.ts';
import { failsRun } from '../builds/result-table.ts';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { builtRow, type CellState, cellRow, errorRow, loadRow, moduleRow } from '../results/result-rows.ts';
import type { ResultStore } from '../results/result-store.ts';
import { fillTreeItem, TreeRows } from './tree-rows.ts';

/** With more modules than this, their rows start collapsed: a module's own row sums up its kernels. */
const mostUnfolded = 5;

/** A row of the view: a module, one of its kernels, or a result of the build for that kernel. */
export type ResultNode =
  | { readonly kind: 'module'; readonly module: Module }
  | { readonly kind: 'cell'; readonly module: Module; readonly kernel: string }
  | { readonly kind: 'error'; readonly module: Module; readonly kernel: string }
  | { readonly kind: 'load'; readonly module: Module; readonly kernel: string }
  | { readonly kind: 'file'; readonly module: Module; readonly kernel: string; readonly built: BuiltFile };

/** Shows the view *Results*: each module of the workspace with the kernels of the set, and the results of their builds. */
export function showResults(
  context: Context,
  stores: { readonly modules: ModuleStore; readonly kernels: KernelStore; readonly results: ResultStore },
): void {
  const rows = new ResultRows(stores);
  const view = window.createTreeView('dkms.results', { treeDataProvider: rows, showCollapseAll: true });
  const { results } = stores;
  const update = () => {
    const { busy, failed } = results;
    const isEmpty = rows.failedOnly && busy.length === 0 && failed.length === 0;
    view.message = isEmpty ? 'No build has failed.' : '';
    const count = busy.length || failed.length;
    const tooltip =
      busy.length > 0 ? `${plural(busy.length, 'build')} to go` : `${plural(failed.length, 'build')} failed`;
    view.badge = count === 0 ? undefined : { value: count, tooltip };
  };
  const filter = async (failedOnly: boolean) => {
    rows.failedOnly = failedOnly;
    await commands.executeCommand('setContext', 'dkms.failedOnly', failedOnly);
    rows.changed();
    update();
  };
  context.command('dkms.showFailedOnly', 'Show Failed Builds Only', () => filter(true));
  context.command('dkms.showAllResults', 'Show All Results', () => filter(false));
  context.own(
    view,
    rows,
    stores.modules.onChanged(() => rows.changed()),
    stores.kernels.onChanged(() => rows.changed()),
    results.onChanged((confs) => {
      rows.changed(confs);
      update();
    }),
  );
}

class ResultRows extends TreeRows<ResultNode> {
  /** Whether to show only builds that failed or are running. */
  failedOnly = false;
  readonly #modules: ModuleStore;
  readonly #kernels: KernelStore;
  readonly #results: ResultStore;
  /** VS Code identifies a row by its object, so the objects are reused. */
  readonly #shown = new Map<string, ResultNode & { readonly kind: 'module' }>();

  constructor(stores: {
    readonly modules: ModuleStore;
    readonly kernels: KernelStore;
    readonly results: ResultStore;
  }) {
    super();
    this.#modules = stores.modules;
    this.#kernels = stores.kernels;
    this.#results = stores.results;
  }

  /** Redraws all rows, or those of these modules. */
  changed(confs?: ReadonlySet<string>): void {
    const nodes = [...(confs ?? [])].map((conf) => this.#shown.get(conf));
    // With a filter, a module may appear or disappear.
    if (!confs || this.failedOnly || nodes.includes(undefined)) this.redraw();
    else for (const node of nodes) this.redraw(node);
  }

  getChildren(node?: ResultNode): ResultNode[] {
    if (!node) return this.#moduleNodes();
    if (node.kind === 'module') {
      return this.#cellsOf(node.module).map(({ kernel }) => ({ kind: 'cell', module: node.module, kernel }));
    }
    if (node.kind !== 'cell') return [];
    const { module, kernel } = node;
    const { result } = this.#cellOf(module, kernel);
    const { last } = result ?? {};
    if (!last || result?.activity) return [];
    return [
      ...(last.firstError ? [{ kind: 'error', module, kernel } as const] : []),
      ...(last.load ? [{ kind: 'load', module, kernel } as const] : []),
      ...last.built.map((built) => ({ kind: 'file', module, kernel, built }) as const),
    ];
  }

  getTreeItem(node: ResultNode): TreeItem {
    switch (node.kind) {
      case 'module':
        return this.#moduleItem(node);
      case 'cell':
        return this.#cellItem(node);
      case 'error':
        return this.#errorItem(node);
      case 'load':
        return this.#loadItem(node);
      case 'file': {
        const { module, kernel, built } = node;
        const row = builtRow(built);
        return fillTreeItem(new TreeItem(row.label), `${module.conf} ${kernel} ${built.path}`, row);
      }
      default:
        return node satisfies never;
    }
  }

  #moduleNodes(): ResultNode[] {
    const known = this.#modules.known ?? [];
    const modules = this.failedOnly ? known.filter((module) => this.#cellsOf(module).length > 0) : known;
    this.#shown.clear();
    for (const module of modules) this.#shown.set(module.conf.toString(), { kind: 'module', module });
    return [...this.#shown.values()];
  }

  #moduleItem({ module }: ResultNode & { kind: 'module' }): TreeItem {
    const path = workspace.asRelativePath(module.conf);
    const row = moduleRow(module.name, path, this.#cellsOf(module));
    const folds = (this.#modules.known ?? []).length > mostUnfolded;
    const state = folds ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded;
    const item = new TreeItem(row.label, state);
    return fillTreeItem(item, module.conf.toString(), row);
  }

  #cellItem(node: ResultNode & { kind: 'cell' }): TreeItem {
    const { module, kernel } = node;
    const row = cellRow(this.#cellOf(module, kernel), module.name);
    const hasChildren = this.getChildren(node).length > 0;
    const state = hasChildren ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
    const item = fillTreeItem(new TreeItem(row.label, state), `${module.conf} ${kernel}`, row);
    if (row.context.split(' ').includes('error')) item.command = openError(node);
    return item;
  }

  #errorItem(node: ResultNode & { kind: 'error' }): TreeItem {
    const { module, kernel } = node;
    const { result } = this.#cellOf(module, kernel);
    const { uri = '', line = 0, message = '' } = result?.last?.firstError ?? {};
    const location = `${workspace.asRelativePath(Uri.parse(uri))}:${line + 1}`;
    const row = errorRow(message, location, result?.stale === true);
    const item = fillTreeItem(new TreeItem(row.label), `${module.conf} ${kernel} error`, row);
    item.command = openError(node);
    return item;
  }

  #loadItem(node: ResultNode & { kind: 'load' }): TreeItem {
    const { module, kernel } = node;
    const { result } = this.#cellOf(module, kernel);
    const load = result?.last?.load;
    const row = loadRow(load, result?.stale === true);
    const item = fillTreeItem(new TreeItem(row.label), `${module.conf} ${kernel} load`, row);
    item.command = load?.firstProblem
      ? openError(node)
      : { title: 'Open Console Log', command: 'dkms.openLoadLog', arguments: [node] };
    return item;
  }

  /** The kernels of the set, and others that have results, newest first. */
  #cellsOf({ conf }: Module): readonly CellState[] {
    const uri = conf.toString();
    return (this.#kernels.known ?? [])
      .map((kernel) => ({ kernel, cell: this.#results.cell(uri, kernel.name) }))
      .filter(({ kernel, cell: { result } }) =>
        this.failedOnly ? needsAttention(result) : (kernel.inSet && kernel.status === 'ready') || result,
      )
      .map(({ cell }) => cell);
  }

  #cellOf({ conf }: Module, kernel: string): CellState {
    return this.#results.cell(conf.toString(), kernel);
  }
}

function needsAttention(result: CellState['result']): boolean {
  return (
    result !== undefined &&
    (result.activity !== undefined || (result.last !== undefined && failsRun(result.last)))
  );
}

function openError(node: ResultNode): { title: string; command: string; arguments: unknown[] } {
  return { title: 'Go to First Error', command: 'dkms.openError', arguments: [node] };
}
