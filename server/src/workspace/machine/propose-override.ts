import { join } from 'node:path';
import { knownText } from '../../conf/reading/reading.ts';
import { overrideNames } from '../../dkms/overrides.ts';
import { exists } from '../../file-system.ts';
import type { Engine } from '../engine.ts';

/** A file of /etc/dkms that changes a dkms.conf on this machine alone. */
export interface ProposedOverride {
  /** Absolute. */
  readonly path: string;
  /** The initial text of a new file, which sets nothing. */
  readonly text: string;
  readonly exists: boolean;
}

/**
 * The override of a dkms.conf for a kernel, or for every kernel; or a sentence that says why there can be none. It applies to the current
 * version of the module alone, since the next one may differ in what it changes. Writes nothing.
 */
export async function proposeOverride(
  engine: Engine,
  conf: string,
  kernel: string | undefined,
): Promise<ProposedOverride | { readonly refused: string }> {
  const file = await engine.readFile(conf);
  if (file.kind !== 'text') return { refused: file.message };
  const opened = engine.openConf(file.text);
  const reading = engine.readings.read(opened, conf);
  opened.dispose();
  const [module, version] = [knownText(reading, 'PACKAGE_NAME'), knownText(reading, 'PACKAGE_VERSION')];
  if (!module || !version) {
    return {
      refused: `The names of overrides begin with PACKAGE_NAME and PACKAGE_VERSION, which ${conf} reveals only when it runs.`,
    };
  }
  const subject = { module, version, ...(kernel !== undefined && { kernel }) };
  // The last one that names the version, and the kernel if one is given.
  const name = overrideNames(subject, reading.facts.dkmsVersion).findLast((each) =>
    each.startsWith(`${module}-${version}`),
  );
  if (name === undefined)
    return { refused: `${module}/${version} can't have an override: its name contains a slash.` };
  const path = join('/etc/dkms', name);
  const where = kernel === undefined ? '' : ` for ${kernel}`;
  return {
    ...{ path, exists: await exists(path) },
    text: `# Overrides the dkms.conf of ${module} ${version}${where}, on this machine only.\n# DKMS reads this file after the dkms.conf, so what it sets takes precedence.\n`,
  };
}
