import type { Change } from '../change.ts';

export const pwmApplyStateRenamed: Change = {
  id: 'pwm-apply-state-renamed',
  symbol: 'pwm_apply_state',
  title: 'pwm_apply_state() is now pwm_apply_might_sleep()',
  summary: 'There is pwm_apply_atomic() beside it now, for chips that can be set where nothing may sleep.',
  advice: 'Call `pwm_apply_might_sleep()` with the same arguments.',
  available: '6.8',
  goneBy: '6.12',
  old: 'pwm_apply_state(pwm, &state)',
  new: 'pwm_apply_might_sleep(pwm, &state)',
  replacement: 'pwm_apply_might_sleep',
  explains: [
    { kind: 'undeclared-function', name: 'pwm_apply_state' },
    { kind: 'undefined-symbol', name: 'pwm_apply_state' },
  ],
  oldForm: { callable: 'pwm_apply_state' },
  newForm: { callable: 'pwm_apply_might_sleep' },
  rewrite: [{ kind: 'rename', from: 'pwm_apply_state', to: 'pwm_apply_might_sleep' }],
};
