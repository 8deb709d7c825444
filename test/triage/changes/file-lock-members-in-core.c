#include <linux/fs.h>
#include <linux/module.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
#include <linux/filelock.h>
#endif

static int repro_lock(struct file *file, int command, struct file_lock *lock)
{
	struct file_lock_context *context = file_inode(file)->i_flctx;
	struct file_lock *other;

	if (lock->fl_type == F_UNLCK || (lock->fl_flags & FL_SLEEP))
		return -EINVAL;
	list_for_each_entry(other, &context->flc_posix, fl_list)
		if (other->fl_owner == lock->fl_owner)
			return 0;
	return -EAGAIN;
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
