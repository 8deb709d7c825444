#include <linux/module.h>
#include <linux/hardirq.h>

static __maybe_unused int repro(void)
{
	return in_irq() != 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
