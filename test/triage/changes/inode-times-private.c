#include <linux/module.h>
#include <linux/fs.h>

static void repro_touch(struct inode *inode)
{
	inode->i_mtime = inode->i_ctime = current_time(inode);
}

static int __init repro_init(void)
{
	repro_touch(NULL);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
