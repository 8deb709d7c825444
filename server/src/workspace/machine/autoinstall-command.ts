import { join } from 'node:path';
import { shellLine } from '../../dkms/actions.ts';
import { type OverrideFile, overrideNames, readOverrides } from '../../dkms/overrides.ts';
import { readRegistered } from '../../dkms/registered/read-registered.ts';
import { readDkmsConfiguration } from '../../dkms/trees.ts';
import type { Engine } from '../engine.ts';
import { autoinstallOf } from './autoinstall-value.ts';
import { readsOverridesInAutoinstall, registeredConf } from './registered-conf.ts';

/** dkms's folder of overrides. */
const folder = '/etc/dkms';
/**
 * The lines that are added to an override. Up to 3.1.6 any text switches AUTOINSTALL on, since then only `yes`. Their comment identifies
 * them later.
 */
const lines = {
  off: 'AUTOINSTALL="" # DKMS Tools: no automatic builds',
  on: 'AUTOINSTALL="yes" # DKMS Tools: automatic builds',
} as const;

/**
 * The command that switches automatic builds of a registered module on or off, or why there is none. dkms has no action for this:
 * AUTOINSTALL in the last file that it reads counts, so a line is added to the override of the module, for all of its versions, or removed
 * again. Other lines of that file are kept. Writes and runs nothing.
 */
export async function findAutoinstallCommand(
  engine: Engine,
  { module, version }: { readonly module: string; readonly version: string },
  isWanted: boolean,
): Promise<{ readonly command: string; readonly needsRoot: true } | { readonly refused: string }> {
  const { trees } = await readDkmsConfiguration();
  const { versions } = await readRegistered(trees);
  const registered = versions.find((one) => one.module === module && one.version === version);
  const conf = registered && registeredConf(registered);
  const file = conf === undefined ? undefined : await engine.readFile(conf);
  if (conf === undefined || file?.kind !== 'text')
    return { refused: `${module}/${version} is not registered with a dkms.conf that can be read.` };
  const dkms = engine.dkmsVersionFor(conf);
  if (!readsOverridesInAutoinstall(dkms))
    return {
      refused: `dkms ${dkms.text} does not look at overrides when it builds modules by itself; dkms 3.1.5 and later do. Set AUTOINSTALL="${isWanted ? 'yes' : ''}" in ${conf} itself, and again after an update of the package.`,
    };
  const { files, unreadable } = await readOverrides({ module, version }, dkms, folder);
  const [unread] = unreadable;
  if (unread !== undefined) return { refused: `${unread} can't be read, so what it sets is not known.` };
  const [name] = overrideNames({ module, version }, dkms);
  if (name === undefined) return { refused: `${module} can't have an override: its name contains a slash.` };
  const path = join(folder, name);
  const opened = engine.openConf(file.text);
  try {
    const stateWith = async (overrides: readonly OverrideFile[]) =>
      autoinstallOf(await engine.readings.readRegistered(opened, conf, { module, version }, { overrides }));
    if ((await stateWith(files)) === isWanted)
      return {
        refused: `Automatic rebuilds of ${module} are already ${isWanted ? 'enabled' : 'disabled'}.`,
      };
    const own = files.find((one) => one.path === path)?.text ?? '';
    const others = files.filter((one) => one.path !== path);
    const bare = own
      .split('\n')
      .filter((line) => line !== lines.on && line !== lines.off)
      .join('\n');
    const isLess = bare !== own && (await stateWith([{ path, text: bare }, ...others])) === isWanted;
    const line = isWanted ? lines.on : lines.off;
    const text = isLess ? bare : `${bare === '' || bare.endsWith('\n') ? bare : `${bare}\n`}${line}\n`;
    if ((await stateWith([{ path, text }, ...others])) !== isWanted) {
      const last = others.at(-1)?.path ?? conf;
      return { refused: `${last} is read after ${path} and sets AUTOINSTALL as well. Change it there.` };
    }
    return { command: shellLine(['sh', '-c', scriptFor(path, own, text, line)]), needsRoot: true };
  } finally {
    opened.dispose();
  }
}

/** A script that changes a file from one text to the other. */
function scriptFor(path: string, own: string, text: string, line: string): string {
  const file = shellLine([path]);
  const drop = `sed -i "/ # DKMS Tools: .*automatic builds$/d" ${file}`;
  const isKept = own.split('\n').some((one) => one !== '' && one !== lines.on && one !== lines.off);
  const hadOwnLine = own.split('\n').some((one) => one === lines.on || one === lines.off);
  const dropped = hadOwnLine ? [isKept ? drop : `rm ${file}`] : [];
  if (!text.split('\n').includes(line)) return dropped.join(' && ');
  const printed = JSON.stringify(line).slice(1, -1);
  const newline = own === '' || own.endsWith('\n') ? '' : '\\n';
  return [...dropped, `printf "${newline}${printed}\\n" >>${file}`].join(' && ');
}
