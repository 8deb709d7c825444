import type { Change } from '../change.ts';

export const registerSyscoreOpsRenamed: Change = {
  id: 'register-syscore-ops-renamed',
  symbol: 'register_syscore_ops',
  title: 'register_syscore_ops() is now register_syscore(), and takes a struct syscore',
  summary: 'The callbacks get a pointer of the driver, which is kept beside them in struct syscore.',
  advice:
    'Put `list_head` and data into a `struct syscore` with a pointer to the operations, add `void *data` to the callbacks, and call `register_syscore(&syscore)`.',
  goneBy: '7.3',
  old: 'register_syscore_ops(&foo_ops)',
  new: 'register_syscore(&foo_syscore)',
  replacement: 'register_syscore',
  explains: [
    { kind: 'undeclared-function', name: 'register_syscore_ops' },
    { kind: 'undeclared', name: 'register_syscore_ops' },
    { kind: 'undefined-symbol', name: 'register_syscore_ops' },
    { kind: 'undeclared-function', name: 'unregister_syscore_ops' },
    { kind: 'undeclared', name: 'unregister_syscore_ops' },
    { kind: 'undefined-symbol', name: 'unregister_syscore_ops' },
  ],
  oldForm: { callable: 'register_syscore_ops' },
  newForm: { callable: 'register_syscore' },
};
