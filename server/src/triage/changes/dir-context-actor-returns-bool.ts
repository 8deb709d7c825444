import type { Change } from '../change.ts';

export const dirContextActorReturnsBool: Change = {
  id: 'dir-context-actor-returns-bool',
  symbol: 'filldir_t',
  title: 'dir_context.actor returns bool, and true goes on',
  summary:
    'The callback that takes the entries of a folder returns true to go on and false to stop, where it returned 0 to go on.',
  advice: 'Declare it `bool`, and return `true` where it returned 0, `false` where it returned an error.',
  since: '6.1',
  old: 'static int foo_actor(struct dir_context *ctx, …) { return 0; }',
  new: 'static bool foo_actor(struct dir_context *ctx, …) { return true; }',
  explains: [{ kind: 'incompatible-value', member: 'actor', actual: 'int (*)(struct dir_context *, *' }],
  oldForm: {
    type: 'filldir_t',
    is: 'int (*)(struct dir_context *, const char *, int, loff_t, u64, unsigned)',
  },
  newForm: {
    type: 'filldir_t',
    is: 'bool (*)(struct dir_context *, const char *, int, loff_t, u64, unsigned)',
  },
  rewrite: [{ kind: 'callback', struct: 'dir_context', member: 'actor', returns: 'bool', wrap: '!($value)' }],
};
