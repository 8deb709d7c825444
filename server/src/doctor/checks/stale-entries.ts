import { isSince } from '../../conf/directives/dkms-version.ts';
import { findKernelPresence } from '../../dkms/registered/kernel-presence.ts';
import { shellWord } from '../../shell-words.ts';
import type { Check, Observation } from '../doctor-check.ts';

export const staleEntries: Check = {
  id: 'stale-entries',
  title: 'Kernels that are gone',
  async examine({ registered, configuration, dkms }) {
    const { installTree } = configuration.trees;
    const found: Observation[] = [];
    // `unbuild` keeps the module added. It exists since 2.8.2, but versions before 2.8.5 all call themselves 2.8.
    const action = dkms && isSince(dkms.version, '2.8.2') ? 'unbuild' : 'remove';
    for (const { module, version, builds, source } of registered.versions) {
      // Entries that dkms can't work with are left to other checks.
      if (source.kind === 'absent' || source.kind === 'dangling') continue;
      for (const { kernel, arch, isInstalled } of builds) {
        if ((await findKernelPresence(installTree, kernel)) !== 'gone') continue;
        found.push({
          status: 'warning',
          message: `${module}/${version} is still ${isInstalled ? 'installed' : 'built'} for ${kernel}, which is no longer installed.`,
          remedy: {
            command: `dkms ${action} ${shellWord(`${module}/${version}`)} -k ${shellWord(`${kernel}/${arch}`)}`,
            needsRoot: true,
          },
        });
      }
    }
    return found.length > 0
      ? found
      : [{ status: 'ok', message: 'Nothing is built for kernels that are gone.' }];
  },
};
