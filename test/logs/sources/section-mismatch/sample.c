#include <linux/module.h>

static int secret __initdata = 3;

int sample_read(void);

noinline int sample_read(void)
{
	return secret;
}
EXPORT_SYMBOL_GPL(sample_read);

static int __init sample_init(void)
{
	return sample_read();
}

static void __exit sample_exit(void)
{
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("A sample that does not build");
MODULE_LICENSE("GPL");
