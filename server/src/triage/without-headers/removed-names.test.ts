import { expect, test } from 'vitest';
import { findLongRemoved } from './likely-cause.ts';
import { parseRelease } from './release.ts';

test('a member that only has another name is rewritten, and one of another type is not', () => {
  const rewriteOf = (struct: string, member: string) => {
    const shape = { kind: 'no-member', struct, member } as const;
    return findLongRemoved(shape, parseRelease('6.1.0-18-amd64'), true)?.change?.rewrite;
  };
  expect(rewriteOf('struct task_struct', 'cpus_allowed')).toEqual([
    { kind: 'member', struct: 'task_struct', from: 'cpus_allowed', to: 'cpus_mask' },
  ]);
  expect(rewriteOf('struct bio', 'bi_error')).toBeUndefined();
});
