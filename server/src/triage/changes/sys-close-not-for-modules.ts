import type { Change } from '../change.ts';

export const sysCloseNotForModules: Change = {
  id: 'sys-close-not-for-modules',
  symbol: 'sys_close',
  title: 'sys_close() is not for modules',
  summary: 'System calls are no longer exported to modules, and their names differ by architecture.',
  advice: 'Call `close_fd(fd)`.',
  since: '4.17',
  available: '5.11',
  old: 'sys_close(fd)',
  new: 'close_fd(fd)',
  replacement: 'close_fd',
  explains: [
    { kind: 'undeclared-function', name: 'sys_close' },
    { kind: 'undefined-symbol', name: 'sys_close' },
  ],
  oldForm: { not: { callable: 'close_fd' } },
  newForm: { callable: 'close_fd' },
};
