#include <linux/module.h>
#include <linux/fs.h>

static int repro_is_new(struct inode *inode)
{
	inode->i_state |= I_LINKABLE;
	inode->i_state &= ~I_LINKABLE;
	return inode->i_state & I_NEW;
}

static int __init repro_init(void)
{
	return repro_is_new(NULL);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
