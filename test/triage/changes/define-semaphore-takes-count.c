#include <linux/module.h>
#include <linux/semaphore.h>

static DEFINE_SEMAPHORE(repro_lock);

static int __init repro_init(void)
{
	down(&repro_lock);
	up(&repro_lock);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
