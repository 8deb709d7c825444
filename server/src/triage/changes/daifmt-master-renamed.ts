import type { Change } from '../change.ts';

export const daifmtMasterRenamed: Change = {
  id: 'daifmt-master-renamed',
  symbol: 'SND_SOC_DAIFMT_CBM_CFM',
  title: 'SND_SOC_DAIFMT_CBM_CFM is now SND_SOC_DAIFMT_CBP_CFP',
  summary:
    'The formats say who provides the clock and the frame and who consumes them. The old names stood for the same values.',
  advice:
    'Write P (provider) for M, and C (consumer) for S: `SND_SOC_DAIFMT_CBP_CFP` for `CBM_CFM`, `SND_SOC_DAIFMT_CBC_CFC` for `CBS_CFS`.',
  goneBy: '7.3',
  old: 'SND_SOC_DAIFMT_CBS_CFS',
  new: 'SND_SOC_DAIFMT_CBC_CFC',
  replacement: 'SND_SOC_DAIFMT_CBP_CFP',
  explains: [
    { kind: 'undeclared', name: 'SND_SOC_DAIFMT_CBM_CFM' },
    { kind: 'undeclared', name: 'SND_SOC_DAIFMT_CBS_CFM' },
    { kind: 'undeclared', name: 'SND_SOC_DAIFMT_CBM_CFS' },
    { kind: 'undeclared', name: 'SND_SOC_DAIFMT_CBS_CFS' },
  ],
  oldForm: { constant: 'SND_SOC_DAIFMT_CBM_CFM' },
  newForm: { constant: 'SND_SOC_DAIFMT_CBP_CFP' },
  rewrite: [
    { kind: 'rename', from: 'SND_SOC_DAIFMT_CBM_CFM', to: 'SND_SOC_DAIFMT_CBP_CFP' },
    { kind: 'rename', from: 'SND_SOC_DAIFMT_CBS_CFM', to: 'SND_SOC_DAIFMT_CBC_CFP' },
    { kind: 'rename', from: 'SND_SOC_DAIFMT_CBM_CFS', to: 'SND_SOC_DAIFMT_CBP_CFC' },
    { kind: 'rename', from: 'SND_SOC_DAIFMT_CBS_CFS', to: 'SND_SOC_DAIFMT_CBC_CFC' },
  ],
};
