import type { Change } from '../change.ts';

export const cpufreqEternalRemoved: Change = {
  id: 'cpufreq-eternal-removed',
  symbol: 'CPUFREQ_ETERNAL',
  title: 'CPUFREQ_ETERNAL is gone',
  summary: 'A driver that does not know how long a transition takes gives the default latency.',
  advice: 'Write `CPUFREQ_DEFAULT_TRANSITION_LATENCY_NS`, or the latency that your hardware has.',
  since: '6.18',
  old: 'policy->cpuinfo.transition_latency = CPUFREQ_ETERNAL;',
  new: 'policy->cpuinfo.transition_latency = CPUFREQ_DEFAULT_TRANSITION_LATENCY_NS;',
  replacement: 'CPUFREQ_DEFAULT_TRANSITION_LATENCY_NS',
  explains: [{ kind: 'undeclared', name: 'CPUFREQ_ETERNAL' }],
  oldForm: { constant: 'CPUFREQ_ETERNAL' },
  newForm: {
    all: [{ constant: 'CPUFREQ_DEFAULT_TRANSITION_LATENCY_NS' }, { not: { constant: 'CPUFREQ_ETERNAL' } }],
  },
  rewrite: [{ kind: 'rename', from: 'CPUFREQ_ETERNAL', to: 'CPUFREQ_DEFAULT_TRANSITION_LATENCY_NS' }],
  semantics:
    'The default is a millisecond, where the constant stood for a latency that is not known: governors choose how often they change the frequency by it.',
};
