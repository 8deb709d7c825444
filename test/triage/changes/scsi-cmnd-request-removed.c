#include <linux/module.h>
#include <scsi/scsi_cmnd.h>

static __maybe_unused unsigned int repro_timeout(struct scsi_cmnd *cmd)
{
	return cmd->request ? cmd->request->timeout : 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
