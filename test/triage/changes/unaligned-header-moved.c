#include <linux/module.h>
#include <asm/unaligned.h>

static int __init repro_init(void)
{
	static const u8 bytes[4] = { 1, 2, 3, 4 };

	return get_unaligned_le32(bytes) == 0x04030201 ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
