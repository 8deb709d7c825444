#include <linux/module.h>
#include <linux/hrtimer.h>

static struct hrtimer repro_timer;

static enum hrtimer_restart repro_expired(struct hrtimer *timer)
{
	return HRTIMER_NORESTART;
}

static int __init repro_init(void)
{
	hrtimer_init(&repro_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	repro_timer.function = repro_expired;
	hrtimer_start(&repro_timer, ms_to_ktime(10), HRTIMER_MODE_REL);
	return 0;
}

static void __exit repro_exit(void)
{
	hrtimer_cancel(&repro_timer);
}

module_init(repro_init);
module_exit(repro_exit);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
