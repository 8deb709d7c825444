import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { knownText } from '../../conf/reading/reading.ts';
import { type DkmsAction, dkmsCommand, shellLine } from '../../dkms/actions.ts';
import { type DkmsTrees, readDkmsConfiguration } from '../../dkms/trees.ts';
import { exists, isFile } from '../../file-system.ts';
import type { Engine } from '../engine.ts';

/** The command line that makes the dkms of this machine do something, or why that would fail. Runs nothing. */
export async function findDkmsCommand(
  engine: Engine,
  action: DkmsAction,
): Promise<{ readonly command: string; readonly needsRoot: boolean } | { readonly refused: string }> {
  const dkms = engine.installedDkms;
  if (!dkms)
    return { refused: 'dkms is not installed on this machine. "Check This Machine" says how to install it.' };
  const { trees } = await readDkmsConfiguration();
  const refused = await refusalReason(engine, action, trees);
  if (refused !== undefined) return { refused };
  const found = dkmsCommand(action, dkms.version, { canWriteTree: await canWrite(trees.dkmsTree) });
  if ('refused' in found) return found;
  return { command: shellLine([dkms.command, ...found.words.slice(1)]), needsRoot: found.needsRoot };
}

/** Why dkms would refuse, so that the user need not enter a password in vain. */
async function refusalReason(
  engine: Engine,
  action: DkmsAction,
  trees: DkmsTrees,
): Promise<string | undefined> {
  if (action.action === 'ldtarball') {
    return (await isFile(action.archive)) ? undefined : `${action.archive} is not a file.`;
  }
  if (action.action !== 'add') return undefined;
  const path = join(action.folder, 'dkms.conf');
  const file = await engine.readFile(path);
  if (file.kind !== 'text') return `${file.message} dkms adds a folder that has a dkms.conf.`;
  const conf = engine.openConf(file.text);
  const reading = engine.readings.read(conf, path);
  conf.dispose();
  if ('exit' in reading.add && reading.add.exit !== 0) {
    const errors = reading.conditions.filter(({ number }) => number.startsWith('E'));
    return `dkms would refuse ${path}: ${errors.map(({ message }) => message).join(' ')}`;
  }
  const [module, version] = [knownText(reading, 'PACKAGE_NAME'), knownText(reading, 'PACKAGE_VERSION')];
  if (!module || !version) return undefined;
  return (await exists(join(trees.dkmsTree, module, version)))
    ? `${module}/${version} is registered with DKMS already. Remove it from DKMS first, or change PACKAGE_VERSION.`
    : undefined;
}

function canWrite(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
