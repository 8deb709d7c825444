import { expect, test } from 'vitest';
import { type NewModuleOptions, readNewModule } from './new-module.ts';

test.each<[Partial<NewModuleOptions>, string]>([
  [{ kind: 'pcie' }, 'there is no kind "pcie"; expected one of empty, '],
  [{ name: '' }, 'is not a valid module name'],
  [{ name: '8250' }, '"8250" is not a valid module name; expected a letter'],
  [{ name: 'a b' }, 'is not a valid module name'],
  [{ name: '../evil' }, 'is not a valid module name'],
  [{ name: 'größe' }, 'is not a valid module name'],
  [{ name: '-x' }, 'is not a valid module name'],
  [{ name: 'x-' }, 'a - must be between letters or digits'],
  [{ name: 'PCI' }, 'is a name of the kernel itself'],
  [{ name: 'x'.repeat(56) }, 'has 56 characters; the name of this kind of driver may have at most 55'],
  [
    { name: 'x'.repeat(20), kind: 'i2c' },
    'has 20 characters; the name of this kind of driver may have at most 19',
  ],
  [{ licence: 'Proprietary' }, 'the licence "Proprietary" is not known; expected one of GPL-2.0-only,'],
  [{ kernelMin: '5.4' }, 'the oldest kernel "5.4" is not valid; expected two numbers from 5.10 on'],
  [{ kernelMin: '6' }, 'expected two numbers from 5.10 on'],
  [{ kernelMin: '6.1.2' }, 'expected two numbers from 5.10 on'],
  [{ author: 'A */ B' }, 'the author contains a character that is not allowed in C source'],
  [{ author: 'A "B" C' }, 'the author contains'],
  [{ author: 'A\nB' }, 'the author contains'],
])('%j is refused', (options, message) => {
  const read = readNewModule({ name: 'ok', kind: 'misc', ...options });
  expect('wrong' in read && read.wrong).toContain(message);
});

test.each(['a', 'My_driver-2', 'xt_TCPMSS', 'x'.repeat(55)])('%s is a name', (name) => {
  expect(readNewModule({ name, kind: 'misc' })).toMatchObject({ name, kernelMin: [5, 10] });
});
