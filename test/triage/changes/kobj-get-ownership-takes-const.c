#include <linux/module.h>
#include <linux/kobject.h>

static void repro_get_ownership(struct kobject *kobj, kuid_t *uid, kgid_t *gid)
{
	*uid = GLOBAL_ROOT_UID;
	*gid = GLOBAL_ROOT_GID;
}

static struct kobj_type __maybe_unused repro_type = {
	.get_ownership = repro_get_ownership,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
