import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';

test('several modules that failed on one terminal are several builds', () => {
  const failed = (module: string, kernel: string) =>
    `Building module(s)...(bad exit status: 2)\nError! Bad return status for module build on kernel: ${kernel} (x86_64)\nConsult /var/lib/dkms/${module}/build/make.log for more information.\n`;
  const { builds } = parseMakeLog(
    `${failed('lamp/1.0', '6.8.0')}${failed('fan/2.0', '6.8.0')}${failed('fan/2.0', '6.9.0')}`,
  );
  expect(builds.map(({ module, kernel, problems }) => [module, kernel, problems.length])).toEqual([
    ['lamp/1.0', '6.8.0', 1],
    ['fan/2.0', '6.8.0', 1],
    ['fan/2.0', '6.9.0', 1],
  ]);
});
