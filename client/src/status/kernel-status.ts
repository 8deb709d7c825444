import { MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import type { Context } from '../context.ts';
import type { KernelStore } from '../kernels/kernel-store.ts';
import { compilerText, describe } from '../views/kernel-rows.ts';

/** Shows the selected kernel in the status bar; a click selects another one. */
export function showKernelStatus(context: Context, kernels: KernelStore): void {
  const item = window.createStatusBarItem('dkms.kernel', StatusBarAlignment.Left, 10);
  item.name = 'DKMS Kernel';
  item.command = 'dkms.selectKernel';
  const update = () => fill(item, kernels);
  update();
  item.show();
  context.own(item, kernels.onChanged(update));
}

function fill(item: StatusBarItem, kernels: KernelStore): void {
  const { selected, selectedName: name } = kernels;
  const usable = name === undefined || !kernels.known || selected?.status === 'ready';
  item.text = `$(${usable ? 'chip' : 'warning'}) ${name ?? 'Select Kernel'}`;
  item.backgroundColor = usable ? undefined : new ThemeColor('statusBarItem.warningBackground');
  const lines = tooltip(kernels);
  item.tooltip = new MarkdownString(lines.join('\n\n'));
  item.accessibilityInformation = { label: `DKMS kernel: ${lines.join(' ')}`, role: 'button' };
}

function tooltip({ selected, selectedName: name, known }: KernelStore): readonly string[] {
  if (name === undefined) return ['No kernel is selected.', 'Click to select one.'];
  if (!known) return [`Modules are built against ${name}.`];
  if (!selected) return [`${name} is no longer installed.`, 'Click to select another kernel.'];
  if (selected.status !== 'ready') {
    const mend = selected.install === undefined ? [] : [`To fix this, run \`${selected.install}\``];
    return [`${name} can't be built against. ${selected.reason ?? ''}`, ...mend];
  }
  return [
    `Modules are built against ${name} (${describe(selected)}).`,
    `Its compiler: ${compilerText(selected)}.`,
    `\`${selected.buildDir}\``,
    'Click to select another kernel.',
  ];
}
