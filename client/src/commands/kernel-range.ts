import { Uri, workspace } from 'vscode';
import { type RangeParams, type RangeReport, requests } from '../../../server/src/lsp/messages.ts';
import { chooseModule } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import { rangeReportText } from '../results/range-report.ts';
import { ReportPage } from '../results/report-page.ts';

/** Registers the command that shows for which kernels a module is predicted to build; the code lens calls it with the address of the file that stands for the module. */
export function registerKernelRange(context: Context): void {
  const page = new ReportPage(context, { title: 'Kernel Range', scheme: 'dkms-range' });

  context.command('dkms.showRange', 'Show Kernel Range', async (given) => {
    const file = typeof given === 'string' ? Uri.parse(given, true) : given;
    const module = await chooseModule(context, file instanceof Uri ? file : undefined);
    if (!module) return;
    const params: RangeParams = { conf: module.conf.toString() };
    const report = await context.request<RangeReport>(requests.range, params);
    await page.show(
      rangeReportText(module.name, report, (uri) => workspace.asRelativePath(Uri.parse(uri, true))),
    );
  });
}
