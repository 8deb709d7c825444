#include <linux/module.h>
#include <linux/ftrace.h>

static void notrace repro_func(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
			       struct pt_regs *regs)
{
	if (regs && !within_module(parent_ip, THIS_MODULE))
		pr_debug("%lx\n", ip);
}

static struct ftrace_ops __maybe_unused repro_ops = {
	.func = repro_func,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
