#include <linux/module.h>
#include <asm/processor.h>

static __maybe_unused int repro(struct cpuinfo_x86 *c)
{
	return c->phys_proc_id + c->cpu_core_id + c->apicid + c->logical_proc_id;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
