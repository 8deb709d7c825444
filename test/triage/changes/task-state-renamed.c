#include <linux/module.h>
#include <linux/sched.h>

static int __init repro_init(void)
{
	return current->state == TASK_RUNNING ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
