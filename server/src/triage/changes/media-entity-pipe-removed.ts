import type { Change } from '../change.ts';

export const mediaEntityPipeRemoved: Change = {
  id: 'media-entity-pipe-removed',
  symbol: 'struct media_entity.pipe',
  title: 'media_entity.pipe is gone',
  summary: 'A pipeline goes through the pads of an entity, and a function tells that of the entity.',
  advice: 'Call `media_entity_pipeline(&entity)`.',
  since: '6.1',
  old: 'sd->entity.pipe',
  new: 'media_entity_pipeline(&sd->entity)',
  replacement: 'media_entity_pipeline',
  explains: [{ kind: 'no-member', struct: 'media_entity', member: 'pipe' }],
  oldForm: { struct: 'media_entity', member: 'pipe' },
  newForm: { function: 'media_entity_pipeline' },
  rewrite: [{ kind: 'read', struct: 'media_entity', member: 'pipe', to: 'media_entity_pipeline($object)' }],
};
