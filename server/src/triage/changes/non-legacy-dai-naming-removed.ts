import type { Change } from '../change.ts';

export const nonLegacyDaiNamingRemoved: Change = {
  id: 'non-legacy-dai-naming-removed',
  symbol: 'struct snd_soc_component_driver.non_legacy_dai_naming',
  title: 'non_legacy_dai_naming is what every component has',
  summary: 'Only a component that wants the old names says so, with legacy_dai_naming.',
  advice:
    'Remove the member. A component that did not set it sets `.legacy_dai_naming = 1` if its names are to stay.',
  since: '6.0',
  old: '.non_legacy_dai_naming = 1,',
  new: '(nothing)',
  explains: [{ kind: 'no-member', struct: 'snd_soc_component_driver', member: 'non_legacy_dai_naming' }],
  oldForm: { struct: 'snd_soc_component_driver', member: 'non_legacy_dai_naming' },
  newForm: { struct: 'snd_soc_component_driver', member: 'legacy_dai_naming' },
  rewrite: [{ kind: 'initializer', struct: 'snd_soc_component_driver', member: 'non_legacy_dai_naming' }],
};
