#include <linux/module.h>
#include <linux/timer.h>

static __maybe_unused int repro_stop(struct timer_list *timer)
{
	int stopped = try_to_del_timer_sync(timer);

	destroy_timer_on_stack(timer);
	return stopped;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
