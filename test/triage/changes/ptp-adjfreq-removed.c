#include <linux/module.h>
#include <linux/ptp_clock_kernel.h>

static int repro_adjfreq(struct ptp_clock_info *info, s32 ppb)
{
	return ppb > info->max_adj ? -ERANGE : 0;
}

static struct ptp_clock_info repro_info __maybe_unused = {
	.owner = THIS_MODULE,
	.name = "repro",
	.adjfreq = repro_adjfreq,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
