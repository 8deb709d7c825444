#include <linux/module.h>
#include <linux/kobject.h>

static int __init sample_init(void)
{
	return kobject_create_and_add("sample", NULL) ? 0 : -ENOMEM;
}

static void __exit sample_exit(void)
{
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("A sample that does not build");
MODULE_LICENSE("Proprietary");
