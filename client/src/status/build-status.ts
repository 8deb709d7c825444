import { StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import { summary } from '../builds/result-table.ts';
import type { Context } from '../context.ts';
import type { ResultStore } from '../results/result-store.ts';

/** Shows the running builds in the status bar, and then their results; a click opens the view *Results*. */
export function showBuildStatus(context: Context, results: ResultStore): void {
  const item = window.createStatusBarItem('dkms.builds', StatusBarAlignment.Left, 9);
  item.name = 'DKMS Builds';
  item.command = 'dkms.results.focus';
  /** The largest number of pending builds since the last time there were none. */
  let most = 0;
  const update = () => {
    const { length } = results.busy;
    most = length === 0 ? 0 : Math.max(most, length);
    fill(item, results, most);
  };
  update();
  context.own(item, results.onChanged(update));
}

function fill(item: StatusBarItem, results: ResultStore, most: number): void {
  const { busy, failed } = results;
  const ended = results.all().flatMap(({ last }) => (last ? [last] : []));
  if (busy.length > 0) {
    const done = most > 1 ? ` ${most - busy.length}/${most}` : '';
    const kernels = [...new Set(busy.map(({ kernel }) => kernel))];
    show(item, `$(sync~spin) Building${done}`, `Building for ${kernels.join(', ')}.`);
  } else if (ended.length > 0) {
    const counts = summary(ended);
    const isBuilt = ended.some(({ status }) => status === 'ok');
    const icon = failed.length > 0 ? 'error' : isBuilt ? 'pass' : 'circle-slash';
    show(item, `$(${icon}) ${counts}`, `Last builds: ${counts}.`);
  } else item.hide();
}

function show(item: StatusBarItem, text: string, sentence: string): void {
  item.text = text;
  item.tooltip = `${sentence} Click to see the results.`;
  item.accessibilityInformation = { label: `DKMS builds: ${sentence}`, role: 'button' };
  item.show();
}
