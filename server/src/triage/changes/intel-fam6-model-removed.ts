import type { Change, Rewrite } from '../change.ts';

/** Models that have another name in the new form. */
const renamed = [
  ['ALDERLAKE_N', 'ATOM_GRACEMONT'],
  ['SIERRAFOREST_X', 'ATOM_CRESTMONT_X'],
  ['GRANDRIDGE', 'ATOM_CRESTMONT'],
] as const;

const renamedModel = ([model, to]: readonly [string, string]): Rewrite => ({
  kind: 'call',
  name: 'X86_MATCH_INTEL_FAM6_MODEL',
  arguments: 2,
  where: { position: 1, is: [model] },
  to: `X86_MATCH_VFM(INTEL_${to}, $2)`,
});

export const intelFam6ModelRemoved: Change = {
  id: 'intel-fam6-model-removed',
  symbol: 'X86_MATCH_INTEL_FAM6_MODEL',
  title: 'X86_MATCH_INTEL_FAM6_MODEL() is gone',
  summary:
    'The names of the models carry vendor and family now: INTEL_ATOM_SILVERMONT instead of INTEL_FAM6_ATOM_SILVERMONT.',
  advice: 'Write `X86_MATCH_VFM(INTEL_SKYLAKE, data)` with the whole name of the model.',
  since: '6.12',
  available: '6.10',
  old: 'X86_MATCH_INTEL_FAM6_MODEL(SKYLAKE, NULL)',
  new: 'X86_MATCH_VFM(INTEL_SKYLAKE, NULL)',
  replacement: 'X86_MATCH_VFM',
  explains: [
    { kind: 'undeclared-function', name: 'X86_MATCH_INTEL_FAM6_MODEL' },
    { kind: 'undeclared', name: 'X86_MATCH_INTEL_FAM6_MODEL' },
    { kind: 'undefined-symbol', name: 'X86_MATCH_INTEL_FAM6_MODEL' },
    { kind: 'undeclared', line: 'X86_MATCH_INTEL_FAM6_MODEL' },
  ],
  follows: [{ kind: 'undeclared', line: 'X86_MATCH_INTEL_FAM6_MODEL' }],
  oldForm: { callable: 'X86_MATCH_INTEL_FAM6_MODEL' },
  newForm: { all: [{ callable: 'X86_MATCH_VFM' }, { not: { callable: 'X86_MATCH_INTEL_FAM6_MODEL' } }] },
  rewrite: [
    ...renamed.map(renamedModel),
    { kind: 'call', name: 'X86_MATCH_INTEL_FAM6_MODEL', arguments: 2, to: 'X86_MATCH_VFM(INTEL_$1, $2)' },
  ],
};
