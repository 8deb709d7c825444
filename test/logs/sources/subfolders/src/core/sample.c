#include <linux/module.h>

int no_prototype(void)
{
	return not_declared;
}
MODULE_LICENSE("GPL");
