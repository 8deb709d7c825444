#include <linux/module.h>
#include <linux/debugfs.h>

static __maybe_unused void repro_rename_file(struct dentry *folder, struct dentry *file)
{
	debugfs_rename(folder, file, folder, "other");
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
