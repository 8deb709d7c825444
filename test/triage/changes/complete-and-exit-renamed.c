#include <linux/module.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/kernel.h>

static DECLARE_COMPLETION(repro_done);

static int repro_thread(void *data)
{
	complete_and_exit(&repro_done, 0);
	return 0;
}

static int __init repro_init(void)
{
	return PTR_ERR_OR_ZERO(kthread_run(repro_thread, NULL, "repro"));
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
