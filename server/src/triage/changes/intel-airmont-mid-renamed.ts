import type { Change } from '../change.ts';

export const intelAirmontMidRenamed: Change = {
  id: 'intel-airmont-mid-renamed',
  symbol: 'INTEL_ATOM_AIRMONT_MID',
  title: 'INTEL_ATOM_AIRMONT_MID is now INTEL_ATOM_SILVERMONT_MID2',
  summary: 'The processor was named after the wrong core.',
  advice: 'Write `INTEL_ATOM_SILVERMONT_MID2`.',
  since: '6.15',
  old: 'X86_MATCH_VFM(INTEL_ATOM_AIRMONT_MID, NULL)',
  new: 'X86_MATCH_VFM(INTEL_ATOM_SILVERMONT_MID2, NULL)',
  replacement: 'INTEL_ATOM_SILVERMONT_MID2',
  explains: [{ kind: 'undeclared', name: 'INTEL_ATOM_AIRMONT_MID' }],
  oldForm: { constant: 'INTEL_ATOM_AIRMONT_MID' },
  newForm: { constant: 'INTEL_ATOM_SILVERMONT_MID2' },
  rewrite: [{ kind: 'rename', from: 'INTEL_ATOM_AIRMONT_MID', to: 'INTEL_ATOM_SILVERMONT_MID2' }],
};
