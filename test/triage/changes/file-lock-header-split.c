#include <linux/module.h>
#include <linux/fs.h>

static int repro_lock(struct file *file, int command, struct file_lock *lock)
{
	return lock->fl_start ? -EINVAL : 0;
}

static const struct file_operations repro_fops = {
	.owner = THIS_MODULE,
	.lock = repro_lock,
};

static int __init repro_init(void)
{
	return repro_fops.lock ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
