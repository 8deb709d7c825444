import { MarkdownString, ThemeColor, ThemeIcon, type TreeItem } from 'vscode';
import type { Row } from '../results/result-rows.ts';

/** What every row of a tree of this extension has. */
export function fillIn(item: TreeItem, id: string, row: Row): TreeItem {
  const { description, tooltip, icon, colour, context, accessibleLabel } = row;
  return Object.assign(item, {
    ...{ id, description, contextValue: context },
    tooltip: new MarkdownString(tooltip.join('\n\n')),
    iconPath: new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour)),
    accessibilityInformation: { label: accessibleLabel },
  });
}
