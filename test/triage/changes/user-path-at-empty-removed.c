#include <linux/fcntl.h>
#include <linux/module.h>
#include <linux/namei.h>

static __maybe_unused int repro_find_path(const char __user *name, struct path *path)
{
	return user_path_at_empty(AT_FDCWD, name, 0, path, NULL);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
