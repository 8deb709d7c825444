import { expect, test } from 'vitest';
import { smallHistory } from '../../../../test/support/small-history.ts';
import { firstVersionsOf, firstVersionsOfName } from './first-versions.ts';

const versions = ['5.10.218', '6.1.170', '6.1.192', '6.12.95'];
const history = smallHistory(
  versions,
  {
    cnow: ['-', '-', '-', 'fvoid'],
    cdated: ['-', '-', '-', 'fvoid'],
    cgone: ['fvoid', 'fvoid', 'fvoid', '-'],
    cbackported: ['-', '-', 'fvoid', 'fvoid'],
    cback: ['fvoid', '-', 'fvoid', 'fvoid'],
  },
  new Map([
    ['cdated', { version: '6.5', isFirst: true }],
    ['cgone', { version: '6.8', isFirst: false }],
  ]),
);

test('a name is there from the version that a list of changes has, else from the first kernel that has it', () => {
  expect(['now', 'dated', 'backported', 'back'].map((name) => firstVersionsOfName(name, history))).toEqual([
    ['6.12'],
    ['6.5', '6.12'],
    ['6.1.192'],
    [],
  ]);
});

test('a change is as old as the end of its old form, or the beginning of its new one', () => {
  const change = { oldForm: { callable: 'gone' }, newForm: { callable: 'now' } };
  expect(firstVersionsOf(change, history)[0]).toBe('6.8');
});

test('the way back to what older kernels have is as old as what newer kernels have instead', () => {
  const back = (name: string) => ({ oldForm: { callable: name }, newForm: { not: { callable: name } } });
  expect(['now', 'dated', 'back'].map((name) => firstVersionsOf(back(name), history))).toEqual([
    ['6.12'],
    ['6.5', '6.12'],
    [],
  ]);
});
