import type { Change } from '../change.ts';

export const hidReportFixupReturnsConst: Change = {
  id: 'hid-report-fixup-returns-const',
  symbol: 'struct hid_driver.report_fixup',
  title: 'hid_driver.report_fixup returns const',
  summary: 'The corrected descriptor may lie in read-only memory.',
  advice: 'Declare it `const __u8 *`.',
  since: '6.12',
  old: 'static __u8 *foo_fixup(struct hid_device *hid, __u8 *descriptor, unsigned int *size)',
  new: 'static const __u8 *foo_fixup(struct hid_device *hid, __u8 *descriptor, unsigned int *size)',
  source: 'commit fe73965d0786',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'report_fixup',
      expected: 'const __u8 * (*)(struct hid_device *, __u8 *, unsigned int *)',
    },
  ],
  oldForm: { struct: 'hid_driver', member: 'report_fixup', returns: '__u8 *' },
  newForm: { struct: 'hid_driver', member: 'report_fixup', returns: 'const __u8 *' },
  rewrite: [{ kind: 'callback', struct: 'hid_driver', member: 'report_fixup', returns: 'const __u8 *' }],
};
