#include <linux/module.h>
#include <linux/mm.h>
#include <linux/sched.h>

static int __init repro_init(void)
{
	struct page *page;

	return pin_user_pages(0, 1, FOLL_WRITE, &page, NULL) == 1 ? 0 : -EFAULT;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
