#include <linux/module.h>
#include <net/netlink.h>

static __maybe_unused void repro_name(char *name, const struct nlattr *attr)
{
	nla_strlcpy(name, attr, 16);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
