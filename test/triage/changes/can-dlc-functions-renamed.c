#include <linux/module.h>
#include <linux/can/dev.h>

static __maybe_unused u8 repro_dlc(u8 code)
{
	return can_len2dlc(can_dlc2len(code)) + get_can_dlc(code);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
