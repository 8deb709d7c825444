import type { Change } from '../change.ts';

export const cpufreqGetPolicyRemoved: Change = {
  id: 'cpufreq-get-policy-removed',
  symbol: 'cpufreq_get_policy',
  title: 'cpufreq_get_policy() is gone',
  summary: 'It copied the policy of a CPU. A pointer to the policy itself is counted.',
  advice:
    'Call `policy = cpufreq_cpu_get(cpu)`, and `cpufreq_cpu_put(policy)` when you are done with it; it returns NULL where the CPU has none.',
  since: '6.15',
  old: 'cpufreq_get_policy(&policy, cpu)',
  new: 'policy = cpufreq_cpu_get(cpu); cpufreq_cpu_put(policy);',
  replacement: 'cpufreq_cpu_get',
  explains: [
    { kind: 'undeclared-function', name: 'cpufreq_get_policy' },
    { kind: 'undeclared', name: 'cpufreq_get_policy' },
    { kind: 'undefined-symbol', name: 'cpufreq_get_policy' },
  ],
  oldForm: { callable: 'cpufreq_get_policy' },
  newForm: { all: [{ callable: 'cpufreq_cpu_get' }, { not: { callable: 'cpufreq_get_policy' } }] },
  rewrite: [
    {
      kind: 'call',
      name: 'cpufreq_get_policy',
      arguments: 2,
      to: '({ struct cpufreq_policy *found = cpufreq_cpu_get($2); if (found) { *$p1 = *found; cpufreq_cpu_put(found); } found ? 0 : -EINVAL; })',
    },
  ],
};
