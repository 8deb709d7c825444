import { join } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { shellWord } from '../../shell-words.ts';
import { type Check, nothingFound, type Observation } from '../doctor-check.ts';

export const brokenLinks: Check = {
  id: 'broken-links',
  title: 'Symbolic links',
  async examine(machine) {
    const { registered, named } = machine;
    const sources = registered.versions.flatMap(({ module, version, folder, source }): Observation[] => {
      if (source.kind !== 'dangling') return [];
      return [
        {
          status: 'error',
          message: `${module}/${version}: its source ${named(source.path ?? '')} is gone, so dkms can neither build nor remove it. Install its package again, or remove it from dkms's tree by hand.`,
          // dkms itself refuses to remove it, since it needs the dkms.conf for that.
          remedy: {
            command: ['rm -r', ...[named(folder), ...linksTo(folder)].map(shellWord)].join(' '),
            needsRoot: true,
          },
        },
      ];
    });
    const links = registered.links
      .filter(({ exists }) => !exists)
      .map(
        ({ module, path, target, leadsTo }): Observation => ({
          status: 'warning',
          message: `${module}: the link for ${target} leads to ${leadsTo}, which is gone, so dkms does not know what is installed there.`,
          remedy: { command: `rm ${shellWord(named(path))}`, needsRoot: true },
        }),
      );
    const found = [...sources, ...links];
    return found.length > 0 ? found : [nothingFound(machine, "All links in dkms's tree lead somewhere.")];

    function linksTo(folder: string): readonly string[] {
      return registered.links
        .filter(({ path, leadsTo }) => isInside(join(path, '..', leadsTo), folder))
        .map(({ path }) => named(path));
    }
  },
};
