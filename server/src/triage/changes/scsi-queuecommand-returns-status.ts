import type { Change } from '../change.ts';

export const scsiQueuecommandReturnsStatus: Change = {
  id: 'scsi-queuecommand-returns-status',
  symbol: 'struct scsi_host_template.queuecommand',
  title: 'queuecommand() returns an enum scsi_qc_status',
  summary: 'It returned an int. The values are the same: 0, or one of the `SCSI_MLQUEUE_…_BUSY` constants.',
  advice: 'Let the function return `enum scsi_qc_status`, and `int` for older kernels.',
  since: '7.0',
  old: 'static int foo_queuecommand(struct Scsi_Host *host, struct scsi_cmnd *cmd)',
  new: 'static enum scsi_qc_status foo_queuecommand(struct Scsi_Host *host, struct scsi_cmnd *cmd)',
  replacement: 'enum scsi_qc_status',
  explains: [
    { kind: 'incompatible-value', member: 'queuecommand', expected: 'enum scsi_qc_status (*)(*' },
    {
      kind: 'incompatible-value',
      expected: 'enum scsi_qc_status (*)(struct Scsi_Host *, struct scsi_cmnd *)',
    },
  ],
  oldForm: { struct: 'scsi_host_template', member: 'queuecommand', returns: 'int' },
  newForm: { struct: 'scsi_host_template', member: 'queuecommand', returns: 'enum scsi_qc_status' },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'scsi_host_template', member: 'queuecommand' },
      returns: 'enum scsi_qc_status',
    },
  ],
};
