#include <linux/module.h>
#include <linux/spi/spi.h>

static int repro_remove(struct spi_device *spi)
{
	dev_info(&spi->dev, "gone\n");
	return 0;
}

static struct spi_driver repro_driver = {
	.driver = { .name = "repro" },
	.remove = repro_remove,
};
module_spi_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
