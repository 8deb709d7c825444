#include <linux/module.h>
#include <linux/filter.h>

static __maybe_unused void repro(void)
{
	xdp_do_flush_map();
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
