#include <linux/module.h>
#include <asm/intel-family.h>
#include <asm/processor.h>

static __maybe_unused int repro_model(void)
{
	switch (boot_cpu_data.x86_model) {
	case INTEL_FAM6_SKYLAKE_X:
		return 1;
	default:
		return boot_cpu_data.x86_model == INTEL_FAM6_ATOM_GOLDMONT;
	}
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
