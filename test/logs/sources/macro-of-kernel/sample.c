#include <linux/module.h>
#include <linux/device.h>

static int __init sample_init(void)
{
	struct module *owner = THIS_MODULE;
	struct list_head *entry = &owner->list;

	return container_of(entry, struct module, no_such_member)->state;
}

static void __exit sample_exit(void)
{
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("A sample that does not build");
MODULE_LICENSE("GPL");
