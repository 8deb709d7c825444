import type { Change } from '../change.ts';

export const intelFam6NamesRemoved: Change = {
  id: 'intel-fam6-names-removed',
  symbol: 'INTEL_FAM6_SKYLAKE',
  title: 'The names INTEL_FAM6_… are gone',
  summary:
    'The name of a model stands for its vendor and family as well: INTEL_SKYLAKE in place of INTEL_FAM6_SKYLAKE.',
  advice:
    'Compare `boot_cpu_data.x86_vfm` with `INTEL_SKYLAKE`, or write `VFM_MODEL(INTEL_SKYLAKE)` for the number of the model alone.',
  since: '6.12',
  available: '6.10',
  old: 'boot_cpu_data.x86_model == INTEL_FAM6_SKYLAKE',
  new: 'boot_cpu_data.x86_model == VFM_MODEL(INTEL_SKYLAKE)',
  replacement: 'VFM_MODEL',
  explains: [{ kind: 'undeclared', name: 'INTEL_FAM6_*' }],
  oldForm: { constant: 'INTEL_FAM6_SKYLAKE' },
  newForm: {
    all: [{ macro: 'VFM_MODEL' }, { constant: 'INTEL_SKYLAKE' }, { not: { constant: 'INTEL_FAM6_SKYLAKE' } }],
  },
  rewrite: [
    { kind: 'prefix', from: 'INTEL_FAM6_', to: 'VFM_MODEL(INTEL_$rest)' },
    { kind: 'add-include', header: 'asm/cpu_device_id.h' },
  ],
};
