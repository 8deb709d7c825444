#include <linux/module.h>
#include <linux/fs.h>

static struct dentry *repro_mount(struct file_system_type *type, int flags, const char *name, void *data)
{
	return ERR_PTR(-EINVAL);
}

static struct file_system_type __maybe_unused repro_type = {
	.name = "repro",
	.mount = repro_mount,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
