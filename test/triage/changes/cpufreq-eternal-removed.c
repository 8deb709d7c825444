#include <linux/module.h>
#include <linux/cpufreq.h>

static __maybe_unused int repro(struct cpufreq_policy *policy)
{
	policy->cpuinfo.transition_latency = CPUFREQ_ETERNAL;
	return 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
