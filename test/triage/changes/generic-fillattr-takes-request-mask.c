#include <linux/module.h>
#include <linux/fs.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
static __maybe_unused int repro(struct mnt_idmap *idmap, const struct path *path, struct kstat *stat, u32 mask, unsigned int flags)
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)
static __maybe_unused int repro(struct user_namespace *idmap, const struct path *path, struct kstat *stat, u32 mask, unsigned int flags)
#else
static __maybe_unused int repro(void)
#endif
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)
	generic_fillattr(idmap, d_inode(path->dentry), stat);
#endif
	return 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
