import type { Change } from '../change.ts';

export const classCreateWithoutOwner: Change = {
  id: 'class-create-without-owner',
  symbol: 'class_create',
  title: 'class_create() takes only the name',
  summary: 'The module that owns the class is no longer passed.',
  advice: 'Call `class_create("name")`.',
  since: '6.4',
  old: 'class_create(THIS_MODULE, "foo")',
  new: 'class_create("foo")',
  source: 'commit 1aaba11da9aa',
  explains: [
    { kind: 'argument-count', function: 'class_create' },
    { kind: 'macro-arguments', macro: 'class_create' },
    { kind: 'incompatible-argument', function: 'class_create', position: 1 },
  ],
  oldForm: { callable: 'class_create', parameters: 2 },
  newForm: { callable: 'class_create', parameters: 1 },
  rewrite: [{ kind: 'call', name: 'class_create', arguments: 2, to: 'class_create($2)' }],
};
