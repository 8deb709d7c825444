#include <linux/module.h>
#include <linux/uprobes.h>

static struct inode *repro_inode;
static struct uprobe_consumer repro_consumer;

static int __init repro_init(void)
{
	return uprobe_register(repro_inode, 0, &repro_consumer);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
