#include <linux/module.h>
#include <linux/shrinker.h>

static unsigned long repro_count(struct shrinker *shrinker, struct shrink_control *control)
{
	return 0;
}

struct repro_cache {
	unsigned long objects;
	struct shrinker shrinker;
};

static unsigned long repro_cache_count(struct shrinker *shrinker, struct shrink_control *control)
{
	return container_of(shrinker, struct repro_cache, shrinker)->objects;
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

static struct repro_cache repro_cache = {
	.shrinker = {
		.count_objects = repro_cache_count,
		.scan_objects = repro_scan,
		.seeks = DEFAULT_SEEKS,
	},
};

static int __init repro_init(void)
{
	int error = register_shrinker(&repro_shrinker);

	if (error)
		return error;
	error = register_shrinker(&repro_cache.shrinker);
	if (error)
		unregister_shrinker(&repro_shrinker);
	return error;
}

static void __exit repro_exit(void)
{
	unregister_shrinker(&repro_cache.shrinker);
	unregister_shrinker(&repro_shrinker);
}

module_init(repro_init);
module_exit(repro_exit);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
