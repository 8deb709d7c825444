import type { Change } from '../change.ts';

export const snmpFoldFieldNotExported: Change = {
  id: 'snmp-fold-field-not-exported',
  symbol: 'snmp_fold_field',
  title: 'snmp_fold_field() is not for modules',
  summary:
    'It was exported for IPv6, which can no longer be a module. It adds up what all processors have counted.',
  advice: 'Add up `snmp_get_cpu_field(mib, cpu, field)` for each possible CPU.',
  goneBy: '7.3',
  old: 'snmp_fold_field(mib, field)',
  new: 'for_each_possible_cpu(cpu) sum += snmp_get_cpu_field(mib, cpu, field)',
  replacement: 'snmp_get_cpu_field',
  explains: [{ kind: 'undefined-symbol', name: 'snmp_fold_field' }],
  oldForm: { type: 'struct ipv6_stub' },
  newForm: { all: [{ callable: 'snmp_get_cpu_field' }, { not: { type: 'struct ipv6_stub' } }] },
  rewrite: [
    {
      kind: 'call',
      name: 'snmp_fold_field',
      arguments: 2,
      to: '({ void __percpu *mib_ = $1; int field_ = $2, cpu_; unsigned long sum_ = 0; for_each_possible_cpu(cpu_) sum_ += snmp_get_cpu_field(mib_, cpu_, field_); sum_; })',
    },
  ],
};
