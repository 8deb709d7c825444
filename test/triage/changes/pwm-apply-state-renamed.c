#include <linux/module.h>
#include <linux/pwm.h>

static struct pwm_device *repro_pwm;

static int __init repro_init(void)
{
	struct pwm_state state = { .period = 1000 };

	return pwm_apply_state(repro_pwm, &state);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
