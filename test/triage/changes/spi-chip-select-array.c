#include <linux/module.h>
#include <linux/spi/spi.h>

static __maybe_unused unsigned long repro(struct spi_device *spi)
{
	spi->chip_select = 1;
	return BIT(spi->chip_select);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
