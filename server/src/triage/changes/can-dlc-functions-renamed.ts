import type { Change } from '../change.ts';

export const canDlcFunctionsRenamed: Change = {
  id: 'can-dlc-functions-renamed',
  symbol: 'can_dlc2len',
  title: 'can_dlc2len(), can_len2dlc() and get_can_dlc() have other names',
  summary: 'The names say whether a length code is one of classical CAN (cc) or of CAN FD (fd).',
  advice: 'Call `can_fd_dlc2len()`, `can_fd_len2dlc()` and `can_cc_dlc2len()`.',
  goneBy: '6.1',
  old: 'can_dlc2len(dlc)',
  new: 'can_fd_dlc2len(dlc)',
  replacement: 'can_fd_dlc2len',
  explains: [
    { kind: 'undeclared-function', name: 'can_dlc2len' },
    { kind: 'undeclared', name: 'can_dlc2len' },
    { kind: 'undefined-symbol', name: 'can_dlc2len' },
    { kind: 'undeclared-function', name: 'can_len2dlc' },
    { kind: 'undeclared', name: 'can_len2dlc' },
    { kind: 'undefined-symbol', name: 'can_len2dlc' },
    { kind: 'undeclared-function', name: 'get_can_dlc' },
    { kind: 'undeclared', name: 'get_can_dlc' },
    { kind: 'undefined-symbol', name: 'get_can_dlc' },
  ],
  oldForm: { callable: 'can_dlc2len' },
  newForm: { callable: 'can_fd_dlc2len' },
  rewrite: [
    { kind: 'rename', from: 'can_dlc2len', to: 'can_fd_dlc2len' },
    { kind: 'rename', from: 'can_len2dlc', to: 'can_fd_len2dlc' },
    { kind: 'rename', from: 'get_can_dlc', to: 'can_cc_dlc2len' },
  ],
};
