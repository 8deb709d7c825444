#include <linux/module.h>
#include <linux/fs.h>

static void repro_touch(struct inode *inode, struct inode *other)
{
	inode->i_mtime = inode->i_ctime = current_time(inode);
	other->i_atime = inode->i_mtime;
	if (inode->i_mtime.tv_sec == 0)
		inode->i_atime = current_time(inode);
}

static int __init repro_init(void)
{
	repro_touch(NULL, NULL);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
