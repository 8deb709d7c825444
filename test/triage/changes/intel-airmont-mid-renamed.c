#include <linux/module.h>
#include <asm/cpu_device_id.h>
#include <asm/intel-family.h>
#include <linux/version.h>

static const struct x86_cpu_id __maybe_unused repro_ids[] = {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
	X86_MATCH_VFM(INTEL_ATOM_AIRMONT_MID, NULL),
#endif
	{}
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
