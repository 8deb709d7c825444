#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/module.h>
#include <linux/namei.h>

static __maybe_unused void repro_create(const char *name)
{
	struct path path;
	struct dentry *entry = kern_path_create(AT_FDCWD, name, &path, 0);

	if (!IS_ERR(entry))
		done_path_create(&path, entry);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
