#include <linux/module.h>
int sample_twice(void);
int sample_twice(void)
{
	return 1;
}
MODULE_LICENSE("GPL");
