import type { Change } from '../change.ts';

export const dapmConversionsRenamed: Change = {
  id: 'dapm-conversions-renamed',
  symbol: 'snd_soc_component_get_dapm',
  title: 'snd_soc_component_get_dapm() is now snd_soc_component_to_dapm()',
  summary: 'Functions that lead from one object of ASoC to another have _to_ in their names.',
  advice:
    'Call `snd_soc_component_to_dapm(component)`, `snd_soc_dapm_kcontrol_to_dapm(kcontrol)`, `snd_soc_dapm_kcontrol_to_component(kcontrol)`.',
  goneBy: '7.3',
  old: 'snd_soc_component_get_dapm(component)',
  new: 'snd_soc_component_to_dapm(component)',
  replacement: 'snd_soc_component_to_dapm',
  explains: [
    { kind: 'undeclared-function', name: 'snd_soc_component_get_dapm' },
    { kind: 'undeclared', name: 'snd_soc_component_get_dapm' },
    { kind: 'undefined-symbol', name: 'snd_soc_component_get_dapm' },
    { kind: 'undeclared-function', name: 'snd_soc_dapm_kcontrol_dapm' },
    { kind: 'undeclared', name: 'snd_soc_dapm_kcontrol_dapm' },
    { kind: 'undefined-symbol', name: 'snd_soc_dapm_kcontrol_dapm' },
    { kind: 'undeclared-function', name: 'snd_soc_dapm_kcontrol_component' },
    { kind: 'undeclared', name: 'snd_soc_dapm_kcontrol_component' },
    { kind: 'undefined-symbol', name: 'snd_soc_dapm_kcontrol_component' },
    { kind: 'undeclared-function', name: 'snd_soc_dapm_kcontrol_widget' },
    { kind: 'undeclared', name: 'snd_soc_dapm_kcontrol_widget' },
    { kind: 'undefined-symbol', name: 'snd_soc_dapm_kcontrol_widget' },
  ],
  oldForm: { callable: 'snd_soc_component_get_dapm' },
  newForm: { callable: 'snd_soc_component_to_dapm' },
  rewrite: [
    { kind: 'rename', from: 'snd_soc_component_get_dapm', to: 'snd_soc_component_to_dapm' },
    { kind: 'rename', from: 'snd_soc_dapm_kcontrol_dapm', to: 'snd_soc_dapm_kcontrol_to_dapm' },
    { kind: 'rename', from: 'snd_soc_dapm_kcontrol_component', to: 'snd_soc_dapm_kcontrol_to_component' },
    { kind: 'rename', from: 'snd_soc_dapm_kcontrol_widget', to: 'snd_soc_dapm_kcontrol_to_widget' },
  ],
};
