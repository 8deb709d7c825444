// SPDX-License-Identifier: GPL-2.0
/* The smallest driver that is a whole one: it says hello when it is loaded, and goodbye when it is removed. */
#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

static char *whom = "world";
module_param(whom, charp, 0444);
MODULE_PARM_DESC(whom, "Whom to greet");

static int __init hello_init(void)
{
	pr_info("hello, %s\n", whom);
	return 0;
}

static void __exit hello_exit(void)
{
	pr_info("goodbye, %s\n", whom);
}

module_init(hello_init);
module_exit(hello_exit);

MODULE_DESCRIPTION("Greets, as an example of a driver that DKMS rebuilds for every kernel");
MODULE_AUTHOR("The DKMS Tools authors");
MODULE_LICENSE("GPL");
MODULE_VERSION("1.0");
