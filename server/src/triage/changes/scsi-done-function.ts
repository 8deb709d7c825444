import type { Change } from '../change.ts';

export const scsiDoneFunction: Change = {
  id: 'scsi-done-function',
  symbol: 'struct scsi_cmnd.scsi_done',
  title: 'A SCSI command has no scsi_done of its own',
  summary: 'Every command is completed by the same function.',
  advice:
    'Call `scsi_done(cmd)` for `cmd->scsi_done(cmd)`. A function for `DEF_SCSI_QCMD()` no longer gets what it stored there.',
  since: '5.16',
  old: 'cmd->scsi_done(cmd);',
  new: 'scsi_done(cmd);',
  replacement: 'scsi_done',
  explains: [{ kind: 'no-member', struct: 'scsi_cmnd', member: 'scsi_done' }],
  oldForm: { struct: 'scsi_cmnd', member: 'scsi_done' },
  newForm: { function: 'scsi_done' },
  rewrite: [
    { kind: 'member-call', struct: 'scsi_cmnd', member: 'scsi_done', arguments: 1, to: 'scsi_done($1)' },
  ],
};
