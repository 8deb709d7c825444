import { expect, test } from 'vitest';
import { explainMessage as explain } from '../../../../test/support/explained-environment.ts';

test.each([
  ['unknown unstable option: `branch-protection`', 'rustc', 'rustc-of-another-version'],
  [
    'Error loading target specification: target-pointer-width: invalid type: string "64", expected u16',
    'rustc',
    'rustc-of-another-version',
  ],
  [
    "rustup could not choose a version of rustc to run, because one wasn't specified explicitly, and no default is configured.",
    'rustc',
    'rustc-not-chosen',
  ],
  [
    "Task 4 (/layers/lamp/lamp-mod_1.0.bb, do_compile) failed with exit code '1'",
    'program',
    'bitbake-task-failed',
  ],
] as const)('%s of %s has the cause %s', (message, tool, id) => {
  expect(explain(message, tool)?.id).toBe(id);
});
