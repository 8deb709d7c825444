import type { Change } from '../change.ts';

export const u64StatsFetchIrqRemoved: Change = {
  id: 'u64-stats-fetch-irq-removed',
  symbol: 'u64_stats_fetch_begin_irq',
  title: 'u64_stats_fetch_begin_irq() is gone',
  summary: 'The plain function now does what the one for interrupts did.',
  advice: 'Call `u64_stats_fetch_begin()` and `u64_stats_fetch_retry()`.',
  since: '6.3',
  old: 'u64_stats_fetch_begin_irq(&sync)',
  new: 'u64_stats_fetch_begin(&sync)',
  replacement: 'u64_stats_fetch_begin',
  explains: [
    { kind: 'undeclared-function', name: 'u64_stats_fetch_begin_irq' },
    { kind: 'undeclared', name: 'u64_stats_fetch_begin_irq' },
    { kind: 'undefined-symbol', name: 'u64_stats_fetch_begin_irq' },
    { kind: 'undeclared-function', name: 'u64_stats_fetch_retry_irq' },
    { kind: 'undeclared', name: 'u64_stats_fetch_retry_irq' },
    { kind: 'undefined-symbol', name: 'u64_stats_fetch_retry_irq' },
  ],
  oldForm: { callable: 'u64_stats_fetch_begin_irq' },
  newForm: { callable: 'u64_stats_fetch_begin' },
  rewrite: [
    { kind: 'rename', from: 'u64_stats_fetch_begin_irq', to: 'u64_stats_fetch_begin' },
    { kind: 'rename', from: 'u64_stats_fetch_retry_irq', to: 'u64_stats_fetch_retry' },
  ],
};
