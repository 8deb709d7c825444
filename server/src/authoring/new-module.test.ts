import { expect, test } from 'vitest';
import { type NewModuleOptions, readNewModule } from './new-module.ts';

test.each<[Partial<NewModuleOptions>, string]>([
  [{ kind: 'pcie' }, 'there is no kind "pcie"; expected one of empty, misc,'],
  [{ name: '' }, 'is no name of a module'],
  [{ name: '8250' }, '"8250" is no name of a module; expected a letter'],
  [{ name: 'a b' }, 'is no name'],
  [{ name: '../evil' }, 'is no name'],
  [{ name: 'größe' }, 'is no name'],
  [{ name: '-x' }, 'is no name'],
  [{ name: 'x-' }, 'a - stands between letters or digits'],
  [{ name: 'PCI' }, 'is a name of the kernel itself'],
  [{ name: 'x'.repeat(56) }, 'has 56 characters; its kind of driver has room for 55'],
  [{ name: 'x'.repeat(20), kind: 'i2c' }, 'has 20 characters; its kind of driver has room for 19'],
  [{ licence: 'Proprietary' }, 'the licence "Proprietary" is not known; expected one of GPL-2.0-only,'],
  [{ kernelMin: '5.4' }, 'the oldest kernel "5.4" is not one from 5.10 up'],
  [{ kernelMin: '6' }, 'is not one from'],
  [{ kernelMin: '6.1.2' }, 'is not one from'],
  [{ author: 'A */ B' }, 'the author has a character that cannot stand in C source'],
  [{ author: 'A "B" C' }, 'the author has'],
  [{ author: 'A\nB' }, 'the author has'],
])('%j is refused', (options, message) => {
  const read = readNewModule({ name: 'ok', kind: 'misc', ...options });
  expect('wrong' in read && read.wrong).toContain(message);
});

test.each(['a', 'My_driver-2', 'xt_TCPMSS', 'x'.repeat(55)])('%s is a name', (name) => {
  expect(readNewModule({ name, kind: 'misc' })).toMatchObject({ name, kernelMin: [5, 10] });
});
