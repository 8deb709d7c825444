#include <linux/module.h>
#include <net/genetlink.h>

static int repro_pre_doit(const struct genl_ops *ops, struct sk_buff *skb, struct genl_info *info)
{
	return ops->cmd ? 0 : -EINVAL;
}

static void repro_post_doit(const struct genl_ops *ops, struct sk_buff *skb, struct genl_info *info)
{
}

static struct genl_family repro_family = {
	.name = "repro",
	.version = 1,
	.pre_doit = repro_pre_doit,
	.post_doit = repro_post_doit,
};

static int __init repro_init(void)
{
	return genl_register_family(&repro_family);
}

static void __exit repro_exit(void)
{
	genl_unregister_family(&repro_family);
}

module_init(repro_init);
module_exit(repro_exit);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
