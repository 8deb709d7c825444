import type { Change } from '../change.ts';

export const scsiCmndRequestRemoved: Change = {
  id: 'scsi-cmnd-request-removed',
  symbol: 'struct scsi_cmnd.request',
  title: 'scsi_cmnd.request is gone',
  summary: 'A SCSI command lies behind its request in memory, so that no pointer is needed.',
  advice: 'Write `scsi_cmd_to_rq(cmd)` for `cmd->request`.',
  since: '5.15',
  old: 'cmd->request',
  new: 'scsi_cmd_to_rq(cmd)',
  replacement: 'scsi_cmd_to_rq',
  explains: [{ kind: 'no-member', struct: 'scsi_cmnd', member: 'request' }],
  oldForm: { struct: 'scsi_cmnd', member: 'request' },
  newForm: {
    all: [{ function: 'scsi_cmd_to_rq' }, { not: { struct: 'scsi_cmnd', member: 'request' } }],
  },
  rewrite: [
    { kind: 'read', struct: 'scsi_cmnd', member: 'request', to: 'scsi_cmd_to_rq($object)', isPart: true },
  ],
};
