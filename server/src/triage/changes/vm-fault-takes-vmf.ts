import type { Change } from '../change.ts';

export const vmFaultTakesVmf: Change = {
  id: 'vm-fault-takes-vmf',
  symbol: 'struct vm_operations_struct.fault',
  title: 'fault() takes only the fault',
  summary: 'The area is in vmf->vma; since Linux 4.17, the result has a type of its own, vm_fault_t.',
  advice:
    'Declare it `vm_fault_t foo_fault(struct vm_fault *vmf)` (`int` before 4.17), and use `vmf->vma` and `vmf->address`.',
  since: '4.11',
  old: 'static int foo_fault(struct vm_area_struct *vma, struct vm_fault *vmf)',
  new: 'static vm_fault_t foo_fault(struct vm_fault *vmf)',
  source: 'commit 11bac8000449',
  explains: [
    { kind: 'incompatible-value', member: 'fault', expected: '*(*)(struct vm_fault *)' },
    { kind: 'incompatible-value', member: 'page_mkwrite', expected: '*(*)(struct vm_fault *)' },
  ],
  oldForm: { struct: 'vm_operations_struct', member: 'fault', parameters: 2 },
  newForm: { struct: 'vm_operations_struct', member: 'fault', parameters: 1 },
};
