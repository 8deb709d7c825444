#include <linux/module.h>
#include <scsi/scsi_host.h>

static int repro_slave_alloc(struct scsi_device *sdev)
{
	return 0;
}

static int repro_slave_configure(struct scsi_device *sdev)
{
	return 0;
}

static void repro_slave_destroy(struct scsi_device *sdev)
{
}

static struct scsi_host_template __maybe_unused repro_template = {
	.name = "repro",
	.slave_alloc = repro_slave_alloc,
	.slave_configure = repro_slave_configure,
	.slave_destroy = repro_slave_destroy,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
