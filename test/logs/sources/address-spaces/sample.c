#include <linux/module.h>
#include <linux/uaccess.h>

int not_static = 3;

static int read_user(char __user *from)
{
	char *to = from;

	return *to + *from;
}

static int __init sample_init(void)
{
	return read_user(0);
}

static void __exit sample_exit(void)
{
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("A sample that mixes address spaces");
MODULE_LICENSE("GPL");
