import { ProcessGroups } from '../../server/src/builds/process-group.ts';
import { takeStageLock } from '../../server/src/builds/stage/stage-lock.ts';

/** Takes a lock, prints `waiting for …` and `held`, and holds it until its input ends or it is killed. */
const [, , lockFile = ''] = process.argv;
const lock = await takeStageLock(lockFile, {
  groups: new ProcessGroups(),
  waiting: (holder) => console.log(`waiting for ${holder}`),
});
if (!('release' in lock)) throw new Error(JSON.stringify(lock));
console.log('held');
process.stdin.resume().on('end', () => void lock.release().then(() => console.log('released')));
