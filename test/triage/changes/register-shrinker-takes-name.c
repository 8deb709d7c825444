#include <linux/module.h>
#include <linux/shrinker.h>

static unsigned long repro_count(struct shrinker *shrinker, struct shrink_control *control)
{
	return 0;
}

static unsigned long repro_scan(struct shrinker *shrinker, struct shrink_control *control)
{
	return SHRINK_STOP;
}

static struct shrinker repro_shrinker = {
	.count_objects = repro_count,
	.scan_objects = repro_scan,
	.seeks = DEFAULT_SEEKS,
};

static int __init repro_init(void)
{
	return register_shrinker(&repro_shrinker);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
