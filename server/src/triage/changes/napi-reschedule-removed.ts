import type { Change } from '../change.ts';

export const napiRescheduleRemoved: Change = {
  id: 'napi-reschedule-removed',
  symbol: 'napi_reschedule',
  title: 'napi_reschedule() is gone',
  summary: 'napi_schedule() does the same, and tells since then whether it scheduled anything.',
  advice: 'Call `napi_schedule()`.',
  since: '6.7',
  old: 'napi_reschedule(napi)',
  new: 'napi_schedule(napi)',
  replacement: 'napi_schedule',
  explains: [
    { kind: 'undeclared-function', name: 'napi_reschedule' },
    { kind: 'undeclared', name: 'napi_reschedule' },
    { kind: 'undefined-symbol', name: 'napi_reschedule' },
  ],
  oldForm: { callable: 'napi_reschedule' },
  newForm: {
    all: [{ function: 'napi_schedule', returns: 'bool' }, { not: { callable: 'napi_reschedule' } }],
  },
  rewrite: [{ kind: 'rename', from: 'napi_reschedule', to: 'napi_schedule' }],
};
