#include <linux/module.h>
#include <linux/syscore_ops.h>

void repro(struct syscore_ops *ops);
void repro(struct syscore_ops *ops)
{
	register_syscore_ops(ops);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
