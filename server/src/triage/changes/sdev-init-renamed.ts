import type { Change } from '../change.ts';

export const sdevInitRenamed: Change = {
  id: 'sdev-init-renamed',
  symbol: 'struct scsi_host_template.slave_configure',
  title:
    'slave_alloc(), slave_configure() and slave_destroy() are sdev_init(), sdev_configure() and sdev_destroy()',
  summary:
    'The callbacks of a SCSI host are named after the device that they set up. sdev_configure() gets the limits of its queue, too.',
  advice:
    'Rename the members, and add `struct queue_limits *lim` to the function for `sdev_configure`. Set limits of the queue there.',
  since: '6.14',
  old: '.slave_configure = foo_slave_configure,',
  new: '.sdev_configure = foo_slave_configure,',
  replacement: 'sdev_configure',
  explains: [
    { kind: 'no-member', struct: 'scsi_host_template', member: 'slave_alloc' },
    { kind: 'no-member', struct: 'scsi_host_template', member: 'slave_configure' },
    { kind: 'no-member', struct: 'scsi_host_template', member: 'slave_destroy' },
  ],
  oldForm: { struct: 'scsi_host_template', member: 'slave_configure' },
  newForm: { struct: 'scsi_host_template', member: 'sdev_configure' },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'scsi_host_template', member: 'slave_configure', was: 1 },
      parameters: ['$1', 'struct queue_limits *lim'],
    },
    { kind: 'initializer', struct: 'scsi_host_template', member: 'slave_configure', to: 'sdev_configure' },
    { kind: 'initializer', struct: 'scsi_host_template', member: 'slave_alloc', to: 'sdev_init' },
    { kind: 'initializer', struct: 'scsi_host_template', member: 'slave_destroy', to: 'sdev_destroy' },
  ],
};
