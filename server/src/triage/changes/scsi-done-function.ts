import type { Change } from '../change.ts';

export const scsiDoneFunction: Change = {
  id: 'scsi-done-function',
  symbol: 'struct scsi_cmnd.scsi_done',
  title: 'A SCSI command has no scsi_done and no request',
  summary: 'Every command is completed by one function, and its request lies in front of it in memory.',
  advice:
    'Call `scsi_done(cmd)` for `cmd->scsi_done(cmd)`, and write `scsi_cmd_to_rq(cmd)` for `cmd->request`.',
  since: '5.16',
  old: 'cmd->scsi_done(cmd);',
  new: 'scsi_done(cmd);',
  replacement: 'scsi_done',
  explains: [
    { kind: 'no-member', struct: 'scsi_cmnd', member: 'scsi_done' },
    { kind: 'no-member', struct: 'scsi_cmnd', member: 'request' },
  ],
  oldForm: { struct: 'scsi_cmnd', member: 'scsi_done' },
  newForm: { function: 'scsi_done' },
  rewrite: [
    { kind: 'member-call', struct: 'scsi_cmnd', member: 'scsi_done', arguments: 1, to: 'scsi_done($1)' },
    { kind: 'read', struct: 'scsi_cmnd', member: 'request', to: 'scsi_cmd_to_rq($object)', isPart: true },
  ],
};
