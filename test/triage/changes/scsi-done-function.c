#include <linux/module.h>
#include <scsi/scsi_cmnd.h>

static __maybe_unused void repro_complete(struct scsi_cmnd *cmd)
{
	cmd->result = 0;
	cmd->scsi_done(cmd);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
