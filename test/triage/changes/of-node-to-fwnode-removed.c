#include <linux/module.h>
#include <linux/irqdomain.h>
#include <linux/of.h>

static __maybe_unused struct fwnode_handle *repro(struct device_node *node)
{
	return of_node_to_fwnode(node);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
