#include <linux/module.h>
#include <linux/kobject.h>
#include <linux/sysfs.h>

static struct attribute *repro_attrs[] = {
	NULL,
};

static struct kobj_type repro_type __maybe_unused = {
	.sysfs_ops = &kobj_sysfs_ops,
	.default_attrs = repro_attrs,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
