#include <linux/module.h>
#include <linux/timer.h>

static struct timer_list repro_timer;

static void repro_expired(struct timer_list *timer)
{
}

static int __init repro_init(void)
{
	timer_setup(&repro_timer, repro_expired, 0);
	mod_timer(&repro_timer, jiffies + HZ);
	del_timer(&repro_timer);
	return 0;
}

static void __exit repro_exit(void)
{
	del_timer_sync(&repro_timer);
}

module_init(repro_init);
module_exit(repro_exit);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
