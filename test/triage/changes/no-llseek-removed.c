#include <linux/module.h>
#include <linux/fs.h>

static const struct file_operations repro_fops = {
	.owner = THIS_MODULE,
	.llseek = no_llseek,
};

static int __init repro_init(void)
{
	return repro_fops.owner == THIS_MODULE ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
