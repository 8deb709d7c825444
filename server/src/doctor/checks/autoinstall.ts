import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, Observation } from '../doctor-check.ts';
import type { ExaminedMachine } from '../examined-machine.ts';

/** The hooks that run dkms when a kernel is installed: Debian's, those of systemd's kernel-install (Fedora, openSUSE), and Arch's. */
const hookFolders: readonly (readonly [folder: string, name: RegExp])[] = [
  ['/etc/kernel/postinst.d', /^dkms$/],
  ['/etc/kernel/install.d', /dkms/],
  ['/usr/lib/kernel/install.d', /dkms/],
  ['/usr/share/libalpm/hooks', /dkms.*install.*\.hook$/],
  ['/usr/lib/module-init-tools/kernel-scriptlets', /dkms/],
];

export const autoinstall: Check = {
  id: 'autoinstall',
  title: 'Automatic rebuilds',
  async examine(machine) {
    const [service, hooks] = await Promise.all([readService(machine), findHooks(machine)]);
    const observations: Observation[] = [];
    if (await machine.exists('/etc/dkms/no-autoinstall')) {
      observations.push({
        status: 'warning',
        message: '/etc/dkms/no-autoinstall switches automatic rebuilds off for all modules.',
        remedy: { command: 'rm /etc/dkms/no-autoinstall', needsRoot: true },
      });
    }
    for (const hook of hooks)
      observations.push({ status: 'ok', message: `${hook} runs dkms when a kernel is installed.` });
    switch (service) {
      case 'enabled':
        observations.push({
          status: 'ok',
          message: 'dkms.service is enabled: modules are rebuilt when the machine starts.',
        });
        break;
      case 'masked':
        observations.push({
          status: hooks.length > 0 ? 'information' : 'warning',
          message: 'dkms.service is masked, so nothing is rebuilt when the machine starts.',
          remedy: { command: 'systemctl unmask dkms.service', needsRoot: true },
        });
        break;
      case 'disabled':
        observations.push({
          status: hooks.length > 0 ? 'information' : 'warning',
          message: 'dkms.service is not enabled, so nothing is rebuilt when the machine starts.',
          remedy: { command: 'systemctl enable dkms.service', needsRoot: true },
        });
        break;
      case 'absent':
        // Debian's dkms 3.0.10 has only the hooks.
        if (hooks.length === 0 && machine.dkms) {
          const message =
            'Nothing was found that runs dkms when a kernel is installed: no hook of a package manager, and no dkms.service.';
          observations.push({ status: 'unknown', message });
        } else if (hooks.length === 0)
          observations.push({
            status: 'information',
            message: 'Nothing rebuilds modules, since dkms is not installed.',
          });
        break;
      default:
        service satisfies never;
    }
    return observations;
  },
};

async function findHooks({ at }: ExaminedMachine): Promise<readonly string[]> {
  const found = await Promise.all(
    hookFolders.map(async ([folder, name]) => {
      const entries = await readdir(at(folder)).catch(() => []);
      return entries.filter((entry) => name.test(entry)).map((entry) => join(folder, entry));
    }),
  );
  return found.flat();
}

/** What `systemctl is-enabled` would print, determined from the files that it reads. */
async function readService({
  at,
  exists,
}: ExaminedMachine): Promise<'enabled' | 'disabled' | 'masked' | 'absent'> {
  const own = '/etc/systemd/system';
  const link = await readlink(at(`${own}/dkms.service`)).catch(() => undefined);
  if (link?.endsWith('/dev/null')) return 'masked';
  const entries = await readdir(at(own)).catch(() => []);
  const wanting = entries.filter((name) => /\.(?:wants|requires)$/.test(name));
  for (const folder of wanting) {
    const names: readonly string[] = await readdir(at(join(own, folder))).catch(() => []);
    if (names.includes('dkms.service')) return 'enabled';
  }
  const units = [own, '/usr/lib/systemd/system', '/lib/systemd/system'].map((folder) =>
    exists(`${folder}/dkms.service`),
  );
  return (await Promise.all(units)).includes(true) ? 'disabled' : 'absent';
}
