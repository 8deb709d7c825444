#include <linux/module.h>
#include <linux/spi/spi.h>

static struct spi_device *repro_device;

static int __init repro_init(void)
{
	return repro_device->master->bus_num;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
