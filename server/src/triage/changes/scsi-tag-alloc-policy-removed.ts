import type { Change } from '../change.ts';

export const scsiTagAllocPolicyRemoved: Change = {
  id: 'scsi-tag-alloc-policy-removed',
  symbol: 'struct scsi_host_template.tag_alloc_policy',
  title: 'scsi_host_template.tag_alloc_policy is a bool, tag_alloc_policy_rr',
  summary: 'There were two ways to hand out tags, of which the first is the default.',
  advice: 'Write `.tag_alloc_policy_rr = true` for `BLK_TAG_ALLOC_RR`, and nothing for `BLK_TAG_ALLOC_FIFO`.',
  since: '6.14',
  old: '.tag_alloc_policy = BLK_TAG_ALLOC_RR,',
  new: '.tag_alloc_policy_rr = true,',
  replacement: 'tag_alloc_policy_rr',
  explains: [
    { kind: 'no-member', struct: 'scsi_host_template', member: 'tag_alloc_policy' },
    { kind: 'undeclared', name: 'BLK_TAG_ALLOC_RR' },
    { kind: 'undeclared', name: 'BLK_TAG_ALLOC_FIFO' },
  ],
  follows: [{ kind: 'integer-pointer', member: '*' }],
  oldForm: { struct: 'scsi_host_template', member: 'tag_alloc_policy' },
  newForm: { struct: 'scsi_host_template', member: 'tag_alloc_policy_rr' },
  rewrite: [
    {
      ...{ kind: 'initializer', struct: 'scsi_host_template', member: 'tag_alloc_policy' },
      ...{ value: 'BLK_TAG_ALLOC_RR', to: 'tag_alloc_policy_rr = true' },
    },
    {
      ...{ kind: 'initializer', struct: 'scsi_host_template', member: 'tag_alloc_policy' },
      value: 'BLK_TAG_ALLOC_FIFO',
    },
  ],
};
