#include <linux/module.h>

struct sample_state {
	int speed;
};

static int sample_speed(struct sample_state *state)
{
	return state.speed + state->sped;
}

static int sample_speed(struct sample_state *state, int unit);

static int __init sample_init(void)
{
	struct sample_state state = { .speeed = 1 };

	pr_inf("speed %s\n", sample_speed(&state));
	pr_info("speed %s\n", sample_speed(&state));
	return 0
}
module_init(sample_init);
MODULE_LICENSE("GPL");
