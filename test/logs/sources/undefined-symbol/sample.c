#include <linux/module.h>

int nowhere_defined(void);

static int __init sample_init(void)
{
	return nowhere_defined();
}

static void __exit sample_exit(void)
{
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("A sample that does not build");
MODULE_LICENSE("GPL");
