import { readFile } from 'node:fs/promises';
import { exists } from '../../file-system.ts';

/** Why this system does not allow the namespace of a build, as a sentence, and what would allow it, as the beginning of one. */
export interface Refused {
  readonly because: string;
  readonly remedy: string;
}

/** The kernel settings that keep users from mounting in a namespace of their own: for each, the value that forbids it and one that allows it. */
const switches = [
  {
    file: 'kernel/apparmor_restrict_unprivileged_userns',
    forbids: '1',
    allows: '0',
    // Ubuntu 23.10 and later.
    because: 'AppArmor does not let your programs mount anything in a namespace of their own',
  },
  {
    file: 'kernel/unprivileged_userns_clone',
    forbids: '0',
    allows: '1',
    // Debian up to 10, and hardened kernels.
    because: 'This kernel lets only root create user namespaces',
  },
  {
    file: 'user/max_user_namespaces',
    forbids: '0',
    allows: '15000',
    // Red Hat 7, and hardened machines.
    because: 'This machine allows no user namespaces',
  },
] as const;

/** The files below /proc/sys of these settings. */
export const namespaceSwitches: readonly string[] = switches.map(({ file }) => file);

/** What the script of a namespace prints in front of the path of a system folder that this machine does not have, if the namespace can't have it either. */
export const cannotAdd = 'dkms-tools: cannot add';

/**
 * What to say if the programs that enter a namespace have failed: `output` is what they printed, `missing` the one that is not installed.
 * `root` is the root of the system's folders.
 */
export async function refusalOf(output: string, missing: string | undefined, root = '/'): Promise<Refused> {
  if (missing !== undefined || /\bmount: (?:command )?not found/.test(output)) {
    const program = missing ?? 'mount';
    return { because: `${program} is not installed.`, remedy: 'Install the package util-linux' };
  }
  const absent = new RegExp(`^${cannotAdd} (/.+)$`, 'm').exec(output)?.[1];
  if (absent !== undefined) {
    return { because: `The folder ${absent} does not exist.`, remedy: `Run "sudo mkdir ${absent}"` };
  }
  for (const { file, forbids, allows, because } of switches) {
    const value = await readFile(`${root}/proc/sys/${file}`, 'utf8').catch(() => undefined);
    const name = file.replaceAll('/', '.');
    if (value?.trim() === forbids) {
      return {
        because: `${because} (${name} is ${forbids}).`,
        remedy: `Run "sudo sysctl ${name}=${allows}"`,
      };
    }
  }
  if ((await exists(`${root}/.dockerenv`)) || (await exists(`${root}/run/.containerenv`))) {
    return {
      because: 'This container may not mount anything.',
      remedy: 'Start it with "--cap-add SYS_ADMIN --security-opt apparmor=unconfined"',
    };
  }
  const reason = output.trim().split('\n').at(-1) ?? '';
  return {
    because: `This system does not let a program mount anything in a namespace of its own${reason === '' ? '' : ` (${reason})`}.`,
    remedy: 'Allow user namespaces',
  };
}
