import type { Change } from '../change.ts';

const renamed = ['', '_safe', '_on_cpu', '_safe_on_cpu'].flatMap((variant) =>
  ['rdmsr', 'wrmsr'].map((name) => [`${name}l${variant}`, `${name}q${variant}`] as const),
);

export const rdmsrlRenamed: Change = {
  id: 'rdmsrl-renamed',
  symbol: 'rdmsrl',
  title: 'rdmsrl() and wrmsrl() are now rdmsrq() and wrmsrq()',
  summary:
    'They read and write 64 bits, which x86 calls a quadword. Their variants have the new letter, too.',
  advice: 'Call `rdmsrq()` and `wrmsrq()` with the same arguments.',
  goneBy: '7.2',
  old: 'rdmsrl(MSR_IA32_TSC, value)',
  new: 'rdmsrq(MSR_IA32_TSC, value)',
  replacement: 'rdmsrq',
  explains: renamed.flatMap(([from]) => [
    { kind: 'undeclared-function' as const, name: from },
    { kind: 'undefined-symbol' as const, name: from },
  ]),
  oldForm: { callable: 'rdmsrl' },
  newForm: { callable: 'rdmsrq' },
  rewrite: renamed.map(([from, to]) => ({ kind: 'rename', from, to })),
};
