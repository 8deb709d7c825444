#include <linux/module.h>
#include <scsi/scsi.h>
#include <scsi/scsi_host.h>

static int repro_queuecommand(struct Scsi_Host *host, struct scsi_cmnd *cmd);

static struct scsi_host_template __maybe_unused repro_template = {
	.name = "repro",
	.queuecommand = repro_queuecommand,
};

static int repro_queuecommand(struct Scsi_Host *host, struct scsi_cmnd *cmd)
{
	if (!cmd)
		return SCSI_MLQUEUE_HOST_BUSY;
	return 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
