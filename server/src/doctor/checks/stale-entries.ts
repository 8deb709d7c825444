import { isSince } from '../../conf/directives/dkms-version.ts';
import { findKernelPresence } from '../../dkms/registered/kernel-presence.ts';
import { listFirst } from '../../plural.ts';
import { shellWord } from '../../shell-words.ts';
import { type Check, nothingFound, type Observation } from '../doctor-check.ts';

export const staleEntries: Check = {
  id: 'stale-entries',
  title: 'Kernels that are gone',
  async examine(machine) {
    const { registered, configuration, dkms, named } = machine;
    const { installTree } = configuration.trees;
    const found: Observation[] = [];
    const unknown = new Set<string>();
    // `unbuild` keeps the module added. It exists since 2.8.2, but versions before 2.8.5 all call themselves 2.8.
    const action = dkms && isSince(dkms.version, '2.8.2') ? 'unbuild' : 'remove';
    for (const { module, version, builds, source } of registered.versions) {
      // Entries that dkms can't work with are left to other checks.
      if (source.kind === 'absent' || source.kind === 'dangling') continue;
      for (const { kernel, arch, isInstalled } of builds) {
        const presence = await findKernelPresence(installTree, kernel);
        if (presence === 'unknown') unknown.add(kernel);
        if (presence !== 'gone') continue;
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
    if (unknown.size > 0) {
      const message = `This user may not read ${named(installTree)}, so whether these kernels are still installed is not known: ${listFirst([...unknown])}.`;
      found.push({ status: 'unknown', message });
    }
    return found.length > 0 ? found : [nothingFound(machine, 'Nothing is built for kernels that are gone.')];
  },
};
