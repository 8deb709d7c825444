#include <linux/module.h>
#include <linux/rtc.h>

static __maybe_unused int repro_register(struct rtc_device *rtc)
{
	return rtc_register_device(rtc);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
