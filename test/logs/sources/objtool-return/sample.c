#include <linux/module.h>

void sample_return(void);

asm(".text\n"
    ".type sample_return, @function\n"
    "sample_return:\n"
    "	push %rax\n"
    "	ret\n"
    ".size sample_return, .-sample_return\n");

static int __init sample_init(void)
{
	sample_return();
	return 0;
}

static void __exit sample_exit(void)
{
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("A sample that does not build");
MODULE_LICENSE("GPL");
