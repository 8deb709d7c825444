#include <linux/module.h>
#include <linux/irqdomain.h>

static const struct irq_domain_ops repro_ops = { };
static struct device_node *repro_node;
static struct irq_domain *repro_domain;

static int __init repro_init(void)
{
	repro_domain = irq_domain_add_linear(repro_node, 8, &repro_ops, NULL);
	if (!repro_domain)
		repro_domain = irq_domain_add_tree(repro_node, &repro_ops, NULL);
	return repro_domain ? 0 : -ENOMEM;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
