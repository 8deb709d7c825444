#include <linux/module.h>
#include <linux/module.h>

static __maybe_unused struct module *repro(struct module_use *use)
{
	return use->source;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
