// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - kernel module
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/printk.h>

static int __init skeleton_init(void)
{
	pr_info("loaded\n");
	return 0;
}
module_init(skeleton_init);

static void __exit skeleton_exit(void)
{
	pr_info("unloaded\n");
}
module_exit(skeleton_exit);

MODULE_DESCRIPTION("skeleton kernel module");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
