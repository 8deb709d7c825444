import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence } from '../../file-system.ts';
import { isInside } from '../../is-inside.ts';
import { shellWord } from '../../shell-words.ts';
import { systemMessage } from '../../system-error.ts';
import { type Check, nothingFound, type Observation } from '../doctor-check.ts';
import type { ExaminedMachine } from '../examined-machine.ts';

export const halfRemoved: Check = {
  id: 'half-removed',
  title: 'Partly removed modules',
  async examine(machine) {
    const { registered, named } = machine;
    const found = registered.versions.flatMap(
      ({ module, version, folder, source, hasSource, builds }): Observation[] => {
        const partial = builds
          .filter(({ modules }) => !modules)
          .map(
            (build): Observation => ({
              status: 'warning',
              message: `${module}/${version} for ${build.kernel}: its folder holds no modules, so dkms treats the module as not built.`,
              remedy: { command: `rm -r ${shellWord(named(build.folder))}`, needsRoot: true },
            }),
          );
        if (source.kind !== 'absent') return partial;
        const command = hasSource
          ? // Once the link is restored, dkms can work with the module again.
            [
              'ln -s',
              ...[
                join(machine.configuration.trees.sourceTree, `${module}-${version}`),
                `${folder}/source`,
              ].map((path) => shellWord(named(path))),
            ].join(' ')
          : `rm -r ${shellWord(named(folder))}`;
        const message = `${module}/${version} has no link to its source, so dkms can't work with it: it was only partly removed or added.`;
        return [{ status: 'error', message, remedy: { command, needsRoot: true } }, ...partial];
      },
    );
    const all = [...found, ...(await findUnregistered(machine))];
    return all.length > 0 ? all : [nothingFound(machine, 'Every module is registered completely.')];
  },
};

/** Sources with a dkms.conf that are not added: left behind by a removal, or not added yet. */
async function findUnregistered({
  configuration,
  registered,
  named,
  exists,
}: ExaminedMachine): Promise<readonly Observation[]> {
  const { dkmsTree, sourceTree } = configuration.trees;
  const isHidden = (module: string) =>
    registered.unreadable.some(({ path }) => isInside(join(dkmsTree, module), path));
  const known = new Set(registered.versions.map(({ module, version }) => `${module}-${version}`));
  const inTree = await readdir(sourceTree).catch((error) => (isAbsence(error) ? [] : systemMessage(error)));
  if (typeof inTree === 'string') {
    const message = `${named(sourceTree)} can't be read (${inTree}), so which sources are not added is not known.`;
    return [{ status: 'unknown', message }];
  }
  const names = inTree.filter((name) => !known.has(name)).sort();
  const found: Observation[] = [];
  for (const name of names) {
    const [, module, version] = /^(.+)-(\d[^-]*(?:-[^-]*)?)$/.exec(name) ?? [];
    const folder = named(join(sourceTree, name));
    if (module === undefined || isHidden(module) || !(await exists(`${folder}/dkms.conf`))) continue;
    found.push({
      status: 'information',
      message: `${folder} has a dkms.conf and is not added to dkms.`,
      remedy: { command: `dkms add ${shellWord(`${module}/${version}`)}`, needsRoot: true },
    });
  }
  return found;
}
