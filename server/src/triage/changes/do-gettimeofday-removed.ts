import type { Change } from '../change.ts';

export const doGettimeofdayRemoved: Change = {
  id: 'do-gettimeofday-removed',
  symbol: 'do_gettimeofday',
  title: 'do_gettimeofday() is gone',
  summary: 'On 32-bit systems, its seconds overflow in 2038.',
  advice: 'Call `ktime_get_real_ts64()`, or `ktime_get()` to measure how long something takes.',
  since: '5.0',
  old: 'do_gettimeofday(&tv)',
  new: 'ktime_get_real_ts64(&ts)',
  replacement: 'ktime_get_real_ts64',
  explains: [
    { kind: 'undeclared-function', name: 'do_gettimeofday' },
    { kind: 'undeclared', name: 'do_gettimeofday' },
    { kind: 'undefined-symbol', name: 'do_gettimeofday' },
  ],
  oldForm: { callable: 'do_gettimeofday' },
  newForm: { callable: 'ktime_get_real_ts64' },
};
