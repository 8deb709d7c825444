import type { Change } from '../change.ts';

export const mediaRemotePadRenamed: Change = {
  id: 'media-remote-pad-renamed',
  symbol: 'media_entity_remote_pad',
  title: 'media_entity_remote_pad() is now media_pad_remote_pad_first()',
  summary: 'A pad may be linked to several others; the new name says which one is returned.',
  advice: 'Call `media_pad_remote_pad_first(pad)`.',
  since: '6.0',
  old: 'media_entity_remote_pad(pad)',
  new: 'media_pad_remote_pad_first(pad)',
  replacement: 'media_pad_remote_pad_first',
  explains: [
    { kind: 'undeclared-function', name: 'media_entity_remote_pad' },
    { kind: 'undeclared', name: 'media_entity_remote_pad' },
    { kind: 'undefined-symbol', name: 'media_entity_remote_pad' },
  ],
  oldForm: { callable: 'media_entity_remote_pad' },
  newForm: { callable: 'media_pad_remote_pad_first' },
  rewrite: [{ kind: 'rename', from: 'media_entity_remote_pad', to: 'media_pad_remote_pad_first' }],
};
