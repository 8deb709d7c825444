#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

static int repro_open(struct inode *inode, struct file *file)
{
	return single_open(file, NULL, PDE_DATA(inode));
}

static const struct proc_ops repro_ops = {
	.proc_open = repro_open,
};

static int __init repro_init(void)
{
	return proc_create_data("repro", 0444, NULL, &repro_ops, NULL) ? 0 : -ENOMEM;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
