#include <linux/module.h>
#include <linux/spi/spi.h>

static struct spi_transfer repro_transfer = { .delay_usecs = 10 };

static int __init repro_init(void)
{
	struct spi_transfer *transfer = &repro_transfer;

	transfer->delay_usecs = 20;
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
