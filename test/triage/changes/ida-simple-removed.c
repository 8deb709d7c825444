#include <linux/idr.h>
#include <linux/module.h>

static DEFINE_IDA(repro_ida);

static int __init repro_init(void)
{
	int id = ida_simple_get(&repro_ida, 0, 0, GFP_KERNEL);
	int other = ida_simple_get(&repro_ida, 1, 8, GFP_KERNEL);

	if (other >= 0)
		ida_simple_remove(&repro_ida, other);
	ida_simple_remove(&repro_ida, id);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
