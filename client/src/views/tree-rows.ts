import {
  type Event,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  type TreeItem,
} from 'vscode';
import type { Row } from '../results/result-rows.ts';

/** Sets the properties that every row of this extension's trees has. */
export function fillTreeItem(item: TreeItem, id: string, row: Row): TreeItem {
  const { description, tooltip, icon, colour, context, accessibleLabel } = row;
  return Object.assign(item, {
    ...{ id, description, contextValue: context },
    tooltip: new MarkdownString(tooltip.join('\n\n')),
    iconPath: new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour)),
    accessibilityInformation: { label: accessibleLabel },
  });
}

/** A base class for trees whose rows can be redrawn. */
export abstract class TreeRows<Node> implements TreeDataProvider<Node> {
  readonly #changed = new EventEmitter<Node | undefined>();

  get onDidChangeTreeData(): Event<Node | undefined> {
    return this.#changed.event;
  }

  /** Redraws a row and those below it; all rows if `node` is left out. */
  redraw(node?: Node): void {
    this.#changed.fire(node);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  abstract getChildren(node?: Node): Node[];
  abstract getTreeItem(node: Node): TreeItem;
}
