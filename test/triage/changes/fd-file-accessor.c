#include <linux/module.h>
#include <linux/file.h>
#include <linux/fs.h>

static int __init repro_init(void)
{
	struct fd f = fdget(0);

	if (!f.file)
		return -EBADF;
	if (f.file->f_mode & FMODE_READ)
		pr_info("readable\n");
	fdput(f);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
