#include <linux/module.h>
#include <linux/string.h>

static int __init repro_init(void)
{
	char name[16];

	strncpy(name, "repro", sizeof(name) - 1);
	name[sizeof(name) - 1] = 0;
	return name[0] == 'r' ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
