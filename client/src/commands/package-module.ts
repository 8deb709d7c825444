import { Uri, window } from 'vscode';
import {
  type PackageFormats,
  type PackageParams,
  type PackageReport,
  requests,
} from '../../../server/src/lsp/messages.ts';
import { chooseModule } from '../builds/modules.ts';
import type { Context } from '../context.ts';
import { typeCommand } from '../machine/root-terminal.ts';

/** Registers the command that makes a source package of a module, opens its main file, and offers the command that builds it. */
export function registerPackageCommand(context: Context): void {
  context.command('dkms.packageModule', 'Package Module', async (given) => {
    const module = await chooseModule(context, given instanceof Uri ? given : undefined);
    if (!module) return;
    const { formats } = await context.request<PackageFormats>(requests.packageFormats);
    const format = await window.showQuickPick(
      formats.map(({ id, title, detail }) => ({ label: title, detail, id })),
      { title: `Package ${module.name}`, placeHolder: 'Select what to make' },
    );
    if (!format) return;
    const report = await makePackage(context, { conf: module.conf.toString(), format: format.id });
    if (!report?.made) return;
    await window.showTextDocument(Uri.parse(report.made.main, true), { preview: false });
    for (const note of report.notes) context.log.info(`Package Module: ${note}`);
    // Not awaited: the command is done before the user closes the message.
    context.inBackground('offering to build the package', offerNext(report, report.made.folder));
  });
}

/** Makes the package, asking the user for what can't be determined; `undefined` if the user cancels. */
async function makePackage(context: Context, params: PackageParams): Promise<PackageReport | undefined> {
  const report = await context.request<PackageReport>(requests.packageModule, params);
  if (report.made) return report;
  const wrong = report.wrong ?? 'The package was not made.';
  switch (report.needs) {
    case 'maintainer': {
      const maintainer = await window.showInputBox({
        ...{ title: 'Maintainer of the Package', prompt: wrong, placeHolder: 'Name <address>' },
        ...{ value: params.maintainer ?? '', ignoreFocusOut: true },
      });
      return maintainer ? makePackage(context, { ...params, maintainer }) : undefined;
    }
    case 'version': {
      const version = await window.showInputBox({
        ...{ title: 'Version of the Package', prompt: wrong, placeHolder: '1.0', ignoreFocusOut: true },
      });
      return version ? makePackage(context, { ...params, version }) : undefined;
    }
    case 'output': {
      const [folder] =
        (await window.showOpenDialog({
          ...{
            title: `${wrong} Select an empty folder for the package`,
            openLabel: 'Make the Package Here',
          },
          ...{ canSelectFiles: false, canSelectFolders: true, canSelectMany: false },
        })) ?? [];
      return folder && makePackage(context, { ...params, output: folder.toString() });
    }
    case undefined:
      throw new Error(wrong);
    default:
      return report.needs satisfies never;
  }
}

async function offerNext({ notes, next }: PackageReport, folder: string): Promise<void> {
  const build = 'Show Command';
  const made = `The package is in ${Uri.parse(folder, true).fsPath}.`;
  const message = [made, ...(notes.length > 0 ? [`Check this: ${notes.join(' ')}`] : [])].join(' ');
  const answer = next
    ? await window.showInformationMessage(message, build)
    : await window.showInformationMessage(message);
  if (answer === build && next) await typeCommand('Package', next.command, false, next.folder);
}
