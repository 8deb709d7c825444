import type { Change } from '../change.ts';

export const genhdFlagsRemoved: Change = {
  id: 'genhd-flags-removed',
  symbol: 'GENHD_FL_EXT_DEVT',
  title: 'GENHD_FL_EXT_DEVT is gone, and GENHD_FL_NO_PART_SCAN is GENHD_FL_NO_PART',
  summary: 'Every disk may have minor numbers of the extended range.',
  advice: 'Leave GENHD_FL_EXT_DEVT out, and write GENHD_FL_NO_PART for GENHD_FL_NO_PART_SCAN.',
  since: '5.17',
  old: 'disk->flags |= GENHD_FL_NO_PART_SCAN;',
  new: 'disk->flags |= GENHD_FL_NO_PART;',
  replacement: 'GENHD_FL_NO_PART',
  explains: [
    { kind: 'undeclared', name: 'GENHD_FL_EXT_DEVT' },
    { kind: 'undeclared', name: 'GENHD_FL_NO_PART_SCAN' },
  ],
  oldForm: { constant: 'GENHD_FL_EXT_DEVT' },
  newForm: { constant: 'GENHD_FL_NO_PART' },
  rewrite: [
    { kind: 'rename', from: 'GENHD_FL_EXT_DEVT', to: '0' },
    { kind: 'rename', from: 'GENHD_FL_NO_PART_SCAN', to: 'GENHD_FL_NO_PART' },
  ],
};
