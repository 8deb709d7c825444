#include <linux/module.h>
#include <linux/fb.h>

static int repro_debug(struct fb_info *info)
{
	return 0;
}

extern const struct fb_ops repro_ops;
const struct fb_ops repro_ops = {
	.owner = THIS_MODULE,
	.fb_debug_enter = repro_debug,
	.fb_debug_leave = repro_debug,
};

int (*repro(void))(struct fb_info *);
int (*repro(void))(struct fb_info *)
{
	return repro_debug;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
