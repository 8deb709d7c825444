import type { Change } from '../change.ts';

export const accessOkWithoutType: Change = {
  id: 'access-ok-without-type',
  symbol: 'access_ok',
  title: 'access_ok() takes no type',
  summary: 'No architecture that is still supported treated reading and writing differently.',
  advice: 'Remove the first argument (VERIFY_READ or VERIFY_WRITE).',
  since: '5.0',
  old: 'access_ok(VERIFY_WRITE, ptr, size)',
  new: 'access_ok(ptr, size)',
  explains: [
    { kind: 'macro-arguments', macro: 'access_ok' },
    { kind: 'argument-count', function: 'access_ok' },
    { kind: 'undeclared', name: 'VERIFY_WRITE' },
    { kind: 'undeclared', name: 'VERIFY_READ' },
  ],
  oldForm: { constant: 'VERIFY_WRITE' },
  newForm: { all: [{ header: 'linux/uaccess.h' }, { not: { constant: 'VERIFY_WRITE' } }] },
};
