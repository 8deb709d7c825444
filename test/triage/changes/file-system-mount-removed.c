#include <linux/fs.h>
#include <linux/module.h>

static int repro_fill_super(struct super_block *sb, void *data, int silent)
{
	return -EINVAL;
}

static int repro_remount(struct super_block *sb, int *flags, char *data)
{
	return 0;
}

static const struct super_operations __maybe_unused repro_operations = {
	.remount_fs = repro_remount,
};

static int repro_set(struct super_block *sb, void *data)
{
	sb->s_fs_info = data;
	return 0;
}

static struct dentry *repro_mount(struct file_system_type *type, int flags, const char *name, void *data)
{
	struct super_block *sb;

	if (name)
		return mount_bdev(type, flags, name, data, repro_fill_super);
	sb = sget(type, NULL, repro_set, flags | SB_NOSEC, data);
	return IS_ERR(sb) ? ERR_CAST(sb) : dget(sb->s_root);
}

static struct file_system_type __maybe_unused repro_type = {
	.name = "repro",
	.mount = repro_mount,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
