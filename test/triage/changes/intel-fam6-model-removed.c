#include <linux/module.h>
#include <asm/cpu_device_id.h>
#include <asm/intel-family.h>

static const struct x86_cpu_id __maybe_unused repro_ids[] = {
	X86_MATCH_INTEL_FAM6_MODEL(SKYLAKE, NULL),
	X86_MATCH_INTEL_FAM6_MODEL(ATOM_SILVERMONT, NULL),
	X86_MATCH_INTEL_FAM6_MODEL(ALDERLAKE_N, NULL),
	{}
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
