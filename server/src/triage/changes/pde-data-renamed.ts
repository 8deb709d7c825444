import type { Change } from '../change.ts';

export const pdeDataRenamed: Change = {
  id: 'pde-data-renamed',
  symbol: 'PDE_DATA',
  title: 'PDE_DATA() is now pde_data()',
  summary: 'The function that returns the data of a file in /proc has a lower-case name now.',
  advice: 'Call `pde_data(inode)`.',
  since: '5.17',
  old: 'PDE_DATA(inode)',
  new: 'pde_data(inode)',
  replacement: 'pde_data',
  source: 'commit 359745d78351',
  explains: [
    { kind: 'undeclared-function', name: 'PDE_DATA' },
    { kind: 'undeclared', name: 'PDE_DATA' },
    { kind: 'undefined-symbol', name: 'PDE_DATA' },
  ],
  oldForm: { callable: 'PDE_DATA' },
  newForm: { callable: 'pde_data' },
  rewrite: [{ kind: 'rename', from: 'PDE_DATA', to: 'pde_data' }],
};
