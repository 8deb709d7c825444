#include <linux/module.h>
#include <linux/cpufreq.h>

int repro(struct cpufreq_policy *policy);
int repro(struct cpufreq_policy *policy)
{
	return cpufreq_get_policy(policy, 0);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
