#include <linux/device.h>
#include <linux/module.h>

static int repro_uevent(struct device *dev, struct kobj_uevent_env *env)
{
	return add_uevent_var(env, "REPRO=1");
}

static const struct device_type __maybe_unused repro_type = {
	.name = "repro",
	.uevent = repro_uevent,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
