import { shellWord } from '../../shell-words.ts';
import type { Check, Observation } from '../doctor-check.ts';

export const failedBuilds: Check = {
  id: 'failed-builds',
  title: 'Builds',
  async examine({ registered, named }) {
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
    return failed.length > 0 ? failed : [{ status: 'ok', message: 'No build has failed.' }];
  },
};
