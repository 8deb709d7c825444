import type { Change } from '../change.ts';

export const completeAndExitRenamed: Change = {
  id: 'complete-and-exit-renamed',
  symbol: 'complete_and_exit',
  title: 'complete_and_exit() is now kthread_complete_and_exit()',
  summary: 'The function was renamed because only kernel threads may call it.',
  advice: 'Call `kthread_complete_and_exit(done, code)` from `<linux/kthread.h>`.',
  since: '5.17',
  old: 'complete_and_exit(&done, 0)',
  new: 'kthread_complete_and_exit(&done, 0)',
  replacement: 'kthread_complete_and_exit',
  source: 'commit cead18552660',
  explains: [
    { kind: 'undeclared-function', name: 'complete_and_exit' },
    { kind: 'undeclared', name: 'complete_and_exit' },
    { kind: 'undefined-symbol', name: 'complete_and_exit' },
  ],
  oldForm: { callable: 'complete_and_exit' },
  newForm: { callable: 'kthread_complete_and_exit' },
  rewrite: [
    { kind: 'rename', from: 'complete_and_exit', to: 'kthread_complete_and_exit' },
    { kind: 'add-include', header: 'linux/kthread.h' },
  ],
};
