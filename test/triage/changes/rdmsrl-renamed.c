#include <linux/module.h>
#include <asm/msr.h>

static int __init repro_init(void)
{
	u64 value;

	if (rdmsrl_safe(MSR_IA32_TSC, &value))
		return -EIO;
	rdmsrl(MSR_IA32_TSC, value);
	wrmsrl(MSR_IA32_TSC, value);
	return rdmsrl_on_cpu(0, MSR_IA32_TSC, &value);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
