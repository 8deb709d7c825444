import type { Change } from '../change.ts';

export const bdevnameRemoved: Change = {
  id: 'bdevname-removed',
  symbol: 'bdevname',
  title: 'bdevname() is gone',
  summary: 'printk() prints the name of a block device itself.',
  advice:
    'Print the device with `%pg`; `snprintf(name, BDEVNAME_SIZE, "%pg", bdev)` writes its name into a buffer.',
  since: '6.0',
  old: 'bdevname(bdev, name)',
  new: 'snprintf(name, BDEVNAME_SIZE, "%pg", bdev)',
  explains: [
    { kind: 'undeclared-function', name: 'bdevname' },
    { kind: 'undefined-symbol', name: 'bdevname' },
  ],
  oldForm: { function: 'bdevname' },
  newForm: { all: [{ constant: 'BDEVNAME_SIZE' }, { not: { function: 'bdevname' } }] },
  rewrite: [
    {
      ...{ kind: 'call', name: 'bdevname', arguments: 2 },
      to: '({ snprintf($2, BDEVNAME_SIZE, "%pg", $1); $2; })',
    },
  ],
};
