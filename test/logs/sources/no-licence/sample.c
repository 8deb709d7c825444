#include <linux/module.h>
static int __init sample_init(void)
{
	return 0;
}

static void __exit sample_exit(void)
{
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("A sample that does not build");
