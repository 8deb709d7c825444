import type { Change } from '../change.ts';

export const taskStateRenamed: Change = {
  id: 'task-state-renamed',
  symbol: 'struct task_struct.state',
  title: 'task_struct.state is now __state',
  summary:
    'The state of a task is no longer read and written directly: the member was renamed with two underscores and is meant only for the scheduler.',
  advice:
    'Read it with `get_current_state()` or `READ_ONCE(task->__state)`, test it with `task_is_running(task)`, and set your own with `set_current_state()`.',
  since: '5.14',
  old: 'task->state',
  new: 'READ_ONCE(task->__state)',
  replacement: '__state',
  source: 'commit 2f064a59a11f',
  explains: [{ kind: 'no-member', struct: 'task_struct', member: 'state' }],
  oldForm: { struct: 'task_struct', member: 'state' },
  newForm: { struct: 'task_struct', member: '__state' },
  rewrite: [{ kind: 'read', member: 'state', struct: 'task_struct', to: 'READ_ONCE($access__state)' }],
};
