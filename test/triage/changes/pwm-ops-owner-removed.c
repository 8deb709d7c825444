#include <linux/module.h>
#include <linux/pwm.h>

static const struct pwm_ops __maybe_unused repro_ops = {
	.owner = THIS_MODULE,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
