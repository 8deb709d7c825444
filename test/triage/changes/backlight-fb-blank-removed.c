#include <linux/module.h>
#include <linux/backlight.h>

static int repro_update(struct backlight_device *device)
{
	return device->props.fb_blank ? 0 : device->props.brightness;
}

static const struct backlight_ops repro_ops = {
	.update_status = repro_update,
};

static int __init repro_init(void)
{
	return repro_ops.update_status ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
