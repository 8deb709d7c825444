import type { Change } from '../change.ts';

export const asocRtdRenamed: Change = {
  id: 'asoc-rtd-renamed',
  symbol: 'asoc_rtd_to_cpu',
  title: 'asoc_rtd_to_cpu() is now snd_soc_rtd_to_cpu()',
  summary: 'The names of ASoC begin with snd_soc_ throughout.',
  advice: 'Call `snd_soc_rtd_to_cpu()`, `snd_soc_rtd_to_codec()` and `snd_soc_substream_to_rtd()`.',
  since: '6.7',
  old: 'asoc_rtd_to_cpu(rtd, 0)',
  new: 'snd_soc_rtd_to_cpu(rtd, 0)',
  replacement: 'snd_soc_rtd_to_cpu',
  explains: [
    { kind: 'undeclared-function', name: 'asoc_rtd_to_cpu' },
    { kind: 'undeclared', name: 'asoc_rtd_to_cpu' },
    { kind: 'undefined-symbol', name: 'asoc_rtd_to_cpu' },
    { kind: 'undeclared-function', name: 'asoc_rtd_to_codec' },
    { kind: 'undeclared', name: 'asoc_rtd_to_codec' },
    { kind: 'undefined-symbol', name: 'asoc_rtd_to_codec' },
    { kind: 'undeclared-function', name: 'asoc_substream_to_rtd' },
    { kind: 'undeclared', name: 'asoc_substream_to_rtd' },
    { kind: 'undefined-symbol', name: 'asoc_substream_to_rtd' },
  ],
  oldForm: { macro: 'asoc_rtd_to_cpu' },
  newForm: { macro: 'snd_soc_rtd_to_cpu' },
  rewrite: [
    { kind: 'rename', from: 'asoc_rtd_to_cpu', to: 'snd_soc_rtd_to_cpu' },
    { kind: 'rename', from: 'asoc_rtd_to_codec', to: 'snd_soc_rtd_to_codec' },
    { kind: 'rename', from: 'asoc_substream_to_rtd', to: 'snd_soc_substream_to_rtd' },
  ],
};
