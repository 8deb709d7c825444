#include <linux/module.h>
#include <linux/fb.h>

static int repro_debug(struct fb_info *info)
{
	return 0;
}

static const struct fb_ops __maybe_unused repro_ops = {
	.owner = THIS_MODULE,
	.fb_debug_enter = repro_debug,
	.fb_debug_leave = repro_debug,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
