#include <linux/iio/iio.h>
#include <linux/module.h>

static __maybe_unused int repro_number(struct iio_dev *indio_dev)
{
	dev_info(&indio_dev->dev, "device %d\n", indio_dev->id);
	return indio_dev->id;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
