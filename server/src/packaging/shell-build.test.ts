import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { withVariables } from './shell-build.ts';

const stands = [
  { text: '6.1.0', variable: 'kernel_ver' },
  { text: '/lib/modules/6.1.0/build', variable: 'kernel_srcdir' },
];

test.each([
  'make -C /lib/modules/6.1.0/build KVER=6.1.0',
  'make -C "/lib/modules/6.1.0/build/sub" \'KVER=6.1.0 it\'',
  'make KVER=\\\'6.1.0 "a \\" 6.1.0"',
  `sh -c 'make "KVER=6.1.0"'`,
  'make 6.1.06.1.0x',
])('the shell makes the same words of %s', (command) => {
  const words = (line: string, env: NodeJS.ProcessEnv = {}) =>
    spawnSync('/bin/sh', ['-c', `for one in ${line}; do printf '[%s]' "$one"; done`], {
      encoding: 'utf8',
      env,
    }).stdout;
  const general = withVariables(command, stands);
  expect(general).not.toContain('6.1.0');
  expect(words(command)).not.toBe('');
  expect(words(general, { kernel_ver: '6.1.0', kernel_srcdir: '/lib/modules/6.1.0/build' })).toBe(
    words(command),
  );
  expect(words(general, { kernel_ver: '5 10', kernel_srcdir: '/k k' })).toBe(
    words(command.replaceAll('/lib/modules/6.1.0/build', '@@').replaceAll('6.1.0', '%%'))
      .replaceAll('@@', '/k k')
      .replaceAll('%%', '5 10'),
  );
});
