import type { Change } from '../change.ts';

export const ptpAdjfreqRemoved: Change = {
  id: 'ptp-adjfreq-removed',
  symbol: 'struct ptp_clock_info.adjfreq',
  title: 'ptp_clock_info.adjfreq is gone',
  summary: 'adjfine took its place: it gets the offset as parts per million with 16 bits of fraction.',
  advice: 'Set `.adjfine`; `scaled_ppm_to_ppb(scaled_ppm)` gives the parts per billion that adjfreq got.',
  since: '6.2',
  old: '.adjfreq = foo_adjfreq,',
  new: '.adjfine = foo_adjfine,',
  replacement: 'adjfine',
  explains: [{ kind: 'no-member', struct: 'ptp_clock_info', member: 'adjfreq' }],
  follows: [
    {
      kind: 'incompatible-value',
      via: 'initialization',
      object: '*',
      expected: 'int (*)(struct ptp_clock_info *, long int)',
    },
  ],
  oldForm: { struct: 'ptp_clock_info', member: 'adjfreq' },
  newForm: {
    all: [
      { struct: 'ptp_clock_info', member: 'adjfine' },
      { not: { struct: 'ptp_clock_info', member: 'adjfreq' } },
    ],
  },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'ptp_clock_info', member: 'adjfreq' },
      parameters: ['$1', 'long scaled_ppm'],
      prologue: 's32 $name2 = scaled_ppm_to_ppb(scaled_ppm);',
    },
    { kind: 'initializer', struct: 'ptp_clock_info', member: 'adjfreq', to: 'adjfine' },
  ],
};
