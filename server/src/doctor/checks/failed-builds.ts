import { shellWord } from '../../shell-words.ts';
import { type Check, nothingFound, type Observation } from '../doctor-check.ts';

export const failedBuilds: Check = {
  id: 'failed-builds',
  title: 'Builds',
  async examine(machine) {
    const { registered, named } = machine;
    const failed = registered.versions.flatMap(({ module, version, unfinished }): Observation[] => {
      if (!unfinished) return [];
      const { log, kernel = 'a kernel that its log does not name' } = unfinished;
      return [
        {
          status: 'warning',
          message: `The last build of ${module}/${version}, for ${kernel}, failed or is still running.`,
          remedy: { command: `dkms-tools explain ${shellWord(named(log))}`, needsRoot: false },
        },
      ];
    });
    return failed.length > 0 ? failed : [nothingFound(machine, 'No build has failed.')];
  },
};
