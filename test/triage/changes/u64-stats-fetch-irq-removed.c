#include <linux/module.h>
#include <linux/u64_stats_sync.h>

static struct u64_stats_sync repro_sync;

static int __init repro_init(void)
{
	unsigned int start;

	u64_stats_init(&repro_sync);
	do {
		start = u64_stats_fetch_begin_irq(&repro_sync);
	} while (u64_stats_fetch_retry_irq(&repro_sync, start));
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
