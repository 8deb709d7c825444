#include <linux/module.h>
#include <linux/dm-io.h>
#include <linux/ioprio.h>
#include <linux/version.h>

static struct dm_io_client *repro_client;
static unsigned long repro_errors;

static void repro_done(unsigned long error, void *context)
{
	*(unsigned long *)context = error;
}

static struct dm_io_request repro_request;
static struct dm_io_region repro_region;

static int __init repro_init(void)
{
	struct dm_io_request *request = &repro_request;
	struct dm_io_region *region = &repro_region;

	*request = (struct dm_io_request) {
		.client = repro_client,
		.notify.fn = repro_done,
		.notify.context = &repro_errors,
	};
	repro_done(1, &repro_errors);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 83)
	return dm_io(request, 1, region, &repro_errors, IOPRIO_DEFAULT);
#else
	return dm_io(request, 1, region, &repro_errors);
#endif
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
