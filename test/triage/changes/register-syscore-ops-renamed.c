#include <linux/module.h>
#include <linux/syscore_ops.h>

static __maybe_unused void repro(struct syscore_ops *ops)
{
	register_syscore_ops(ops);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
