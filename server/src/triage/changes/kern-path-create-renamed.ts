import type { Change } from '../change.ts';

export const kernPathCreateRenamed: Change = {
  id: 'kern-path-create-renamed',
  symbol: 'kern_path_create',
  title: 'kern_path_create() and done_path_create() are now start_creating_path() and end_creating_path()',
  summary: 'The functions that begin and end a change of a folder are named alike.',
  advice:
    'Call `start_creating_path()`, `start_creating_user_path()` for `user_path_create()`, and `end_creating_path()`, with the same arguments.',
  goneBy: '7.2',
  old: 'kern_path_create(AT_FDCWD, name, &path, 0)',
  new: 'start_creating_path(AT_FDCWD, name, &path, 0)',
  replacement: 'start_creating_path',
  explains: [
    { kind: 'undeclared-function', name: 'kern_path_create' },
    { kind: 'undeclared', name: 'kern_path_create' },
    { kind: 'undefined-symbol', name: 'kern_path_create' },
    { kind: 'undeclared-function', name: 'user_path_create' },
    { kind: 'undeclared', name: 'user_path_create' },
    { kind: 'undefined-symbol', name: 'user_path_create' },
    { kind: 'undeclared-function', name: 'done_path_create' },
    { kind: 'undeclared', name: 'done_path_create' },
    { kind: 'undefined-symbol', name: 'done_path_create' },
  ],
  oldForm: { function: 'kern_path_create' },
  newForm: { function: 'start_creating_path' },
  rewrite: [
    { kind: 'rename', from: 'kern_path_create', to: 'start_creating_path' },
    { kind: 'rename', from: 'user_path_create', to: 'start_creating_user_path' },
    { kind: 'rename', from: 'done_path_create', to: 'end_creating_path' },
  ],
};
