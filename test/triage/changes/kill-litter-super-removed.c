#include <linux/module.h>
#include <linux/fs.h>

static struct file_system_type __maybe_unused repro_type = {
	.owner = THIS_MODULE,
	.name = "repro",
	.kill_sb = kill_litter_super,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
