import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluateFramework, type FrameworkSettings } from '../conf/framework/framework-settings.ts';
import { isAbsence } from '../file-system.ts';
import { readBoundedText } from '../module/bounded-text.ts';
import { systemMessage } from '../system-error.ts';

/** The folders that dkms works in, absolute. */
export interface DkmsTrees {
  /** Its state: what is added, built and installed. */
  readonly dkmsTree: string;
  /** The sources, each in `NAME-VERSION`. */
  readonly sourceTree: string;
  /** The modules of all kernels. */
  readonly installTree: string;
}

/** How dkms is configured on a machine. */
export interface DkmsConfiguration {
  readonly trees: DkmsTrees;
  readonly settings: FrameworkSettings;
  /**
   * A sentence for each tree that a file sets to what only running it would show, so that the usual folder stands for it, and for each file
   * that this user may not read.
   */
  readonly uncertain: readonly string[];
}

const mostBytes = 1_000_000;

/**
 * Reads framework.conf and framework.conf.d (3.0.4 and later) below `root`. The trees are below `root`, too; `/` is this machine.
 * A file that is absent sets nothing.
 */
export async function readDkmsConfiguration(root = '/'): Promise<DkmsConfiguration> {
  const folder = join(root, 'etc/dkms');
  const uncertain: string[] = [];
  const isHidden = (name: string, error: unknown) => {
    if (isAbsence(error)) return;
    const path = join('/etc/dkms', name);
    uncertain.push(`${path} can't be read (${systemMessage(error)}), so what it sets is not known.`);
  };
  const more = await readdir(join(folder, 'framework.conf.d')).catch((error) => {
    isHidden('framework.conf.d', error);
    return [];
  });
  const names = [
    'framework.conf',
    ...more
      .filter((name) => /^[^.].*\.conf$/.test(name))
      .sort()
      .map((name) => join('framework.conf.d', name)),
  ];
  const texts = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const text = await readBoundedText(path, mostBytes);
      if (text === undefined) await access(path, constants.R_OK).catch((error) => isHidden(name, error));
      return text;
    }),
  );
  const settings = evaluateFramework(texts.filter((text) => text !== undefined));
  const tree = (name: string, usual: string) => {
    const value = settings(name);
    if (value?.kind === 'known') return join(root, value.text);
    if (value) uncertain.push(`framework.conf sets ${name} to a value that only running it would show.`);
    return join(root, usual);
  };
  const trees = {
    dkmsTree: tree('dkms_tree', '/var/lib/dkms'),
    sourceTree: tree('source_tree', '/usr/src'),
    installTree: tree('install_tree', '/lib/modules'),
  };
  return { trees, settings, uncertain };
}
