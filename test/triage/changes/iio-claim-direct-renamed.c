#include <linux/module.h>
#include <linux/iio/iio.h>

static __maybe_unused int repro(struct iio_dev *device)
{
	int ret = iio_device_claim_direct_mode(device);

	if (ret)
		return ret;
	iio_device_release_direct_mode(device);
	return 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
