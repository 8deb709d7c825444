#include <linux/module.h>
#include <linux/sysctl.h>

static int repro_value;

static struct ctl_table repro_table[] = {
	{
		.procname = "repro",
		.data = &repro_value,
		.maxlen = sizeof(int),
		.mode = 0644,
		.proc_handler = proc_dointvec,
	},
	{}
};

static struct ctl_table repro_root[] = {
	{
		.procname = "dev",
		.mode = 0555,
		.child = repro_table,
	},
	{}
};

static int __init repro_init(void)
{
	return register_sysctl_table(repro_root) ? 0 : -ENOMEM;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
