import { expect, test } from 'vitest';
import { type RootProgram, rootLine } from './root-command.ts';

const add = "/usr/sbin/dkms add '/home/me/my lamp'";

test.each<[RootProgram, string[], string | undefined]>([
  ['sudo', ['sudo', 'pkexec', 'su'], `sudo ${add}`],
  ['pkexec', ['sudo', 'pkexec', 'su'], `pkexec ${add}`],
  ['su', ['sudo', 'pkexec', 'su'], "su -l -c '/usr/sbin/dkms add '\\''/home/me/my lamp'\\'''"],
  // What is set is not installed.
  ['pkexec', ['sudo', 'su'], `sudo ${add}`],
  ['sudo', ['pkexec', 'su'], `pkexec ${add}`],
  ['sudo', ['su'], "su -l -c '/usr/sbin/dkms add '\\''/home/me/my lamp'\\'''"],
  ['sudo', [], undefined],
])('%s, where %j are installed', (wanted, installed, expected) => {
  expect(rootLine(add, wanted, new Set(installed))).toBe(expected);
});

test('pkexec finds programs of the administrator', () => {
  expect(rootLine('dkms remove lamp/1.0', 'pkexec', new Set(['pkexec']))).toBe(
    'pkexec env dkms remove lamp/1.0',
  );
});
