#include <linux/module.h>
#include <linux/dm-io.h>

int repro(struct dm_io_request *request, struct dm_io_region *region);
int repro(struct dm_io_request *request, struct dm_io_region *region)
{
	return dm_io(request, 1, region, NULL);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
