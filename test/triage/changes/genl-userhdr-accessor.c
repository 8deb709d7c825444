#include <linux/module.h>
#include <net/genetlink.h>

static __maybe_unused void *repro(struct genl_info *info)
{
	return info->userhdr;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
