#include <linux/module.h>
#include <linux/spi/spi.h>

static __maybe_unused int repro(struct device *dev)
{
	struct spi_controller *controller = spi_alloc_master(dev, 16);

	if (!controller)
		return -ENOMEM;
	spi_controller_put(controller);
	return devm_spi_alloc_master(dev, 0) ? 0 : -ENOMEM;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
