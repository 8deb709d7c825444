#include <linux/module.h>
#include <linux/backlight.h>
#include <linux/fb.h>

static struct device *repro_display;

static int repro_update(struct backlight_device *backlight)
{
	return 0;
}

static int repro_check(struct backlight_device *backlight, struct fb_info *info)
{
	return !repro_display || repro_display == info->device;
}

static const struct backlight_ops __maybe_unused repro_ops = {
	.update_status = repro_update,
	.check_fb = repro_check,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
