import type { Change } from '../change.ts';

export const cpuinfoTopologyMoved: Change = {
  id: 'cpuinfo-topology-moved',
  symbol: 'struct cpuinfo_x86.phys_proc_id',
  title: 'What cpuinfo_x86 says of the topology is in its member topo',
  summary: 'The identifiers of package, die, core and APIC moved to struct cpuinfo_topology.',
  advice:
    'Write `c->topo.pkg_id` for `phys_proc_id`, `c->topo.core_id` for `cpu_core_id`, `c->topo.apicid` for `apicid`. For `x86_max_cores` call `topology_num_cores_per_package()`.',
  since: '6.7',
  old: 'c->phys_proc_id',
  new: 'c->topo.pkg_id',
  replacement: 'topo',
  explains: [
    { kind: 'no-member', struct: 'cpuinfo_x86', member: 'phys_proc_id' },
    { kind: 'no-member', struct: 'cpuinfo_x86', member: 'cpu_core_id' },
    { kind: 'no-member', struct: 'cpuinfo_x86', member: 'initial_apicid' },
    { kind: 'no-member', struct: 'cpuinfo_x86', member: 'apicid' },
    { kind: 'no-member', struct: 'cpuinfo_x86', member: 'logical_proc_id' },
    { kind: 'no-member', struct: 'cpuinfo_x86', member: 'logical_die_id' },
    { kind: 'no-member', struct: 'cpuinfo_x86', member: 'cpu_die_id' },
    { kind: 'no-member', struct: 'cpuinfo_x86', member: 'x86_max_cores' },
  ],
  oldForm: { struct: 'cpuinfo_x86', member: 'phys_proc_id' },
  newForm: { struct: 'cpuinfo_x86', member: 'topo' },
  rewrite: [
    { kind: 'member', struct: 'cpuinfo_x86', from: 'phys_proc_id', to: 'topo.pkg_id' },
    { kind: 'member', struct: 'cpuinfo_x86', from: 'cpu_core_id', to: 'topo.core_id' },
    { kind: 'member', struct: 'cpuinfo_x86', from: 'initial_apicid', to: 'topo.initial_apicid' },
    { kind: 'member', struct: 'cpuinfo_x86', from: 'apicid', to: 'topo.apicid' },
    { kind: 'member', struct: 'cpuinfo_x86', from: 'logical_proc_id', to: 'topo.logical_pkg_id' },
    { kind: 'member', struct: 'cpuinfo_x86', from: 'logical_die_id', to: 'topo.logical_die_id' },
    { kind: 'member', struct: 'cpuinfo_x86', from: 'cpu_die_id', to: 'topo.die_id' },
  ],
};
