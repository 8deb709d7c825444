#include <linux/module.h>
#include <linux/cpufreq.h>

static __maybe_unused int repro(struct cpufreq_policy *policy)
{
	return cpufreq_get_policy(policy, 0);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
