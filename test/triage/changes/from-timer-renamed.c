#include <linux/module.h>
#include <linux/timer.h>

struct repro {
	struct timer_list timer;
	int ticks;
};

static struct repro repro;

static void repro_expired(struct timer_list *t)
{
	struct repro *owner = from_timer(owner, t, timer);

	owner->ticks++;
}

static int __init repro_init(void)
{
	timer_setup(&repro.timer, repro_expired, 0);
	mod_timer(&repro.timer, jiffies + HZ);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
