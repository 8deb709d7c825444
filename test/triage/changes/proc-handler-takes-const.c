#include <linux/module.h>
#include <linux/sysctl.h>

static int repro_value;

static int repro_handler(struct ctl_table *table, int write, void *buffer, size_t *size, loff_t *at)
{
	return proc_dointvec(table, write, buffer, size, at);
}

static struct ctl_table repro_table[] = {
	{
		.procname = "repro",
		.data = &repro_value,
		.maxlen = sizeof(int),
		.mode = 0644,
		.proc_handler = repro_handler,
	},
};

static int __init repro_init(void)
{
	return repro_table[0].mode == 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
