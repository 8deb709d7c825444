#include <linux/module.h>
#include <linux/dm-io.h>

static struct dm_io_request repro_request;
static struct dm_io_region repro_region;

static int __init repro_init(void)
{
	struct dm_io_request *request = &repro_request;
	struct dm_io_region *region = &repro_region;

	return dm_io(request, 1, region, NULL);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
