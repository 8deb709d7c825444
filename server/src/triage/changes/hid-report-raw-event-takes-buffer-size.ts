import type { Change } from '../change.ts';

export const hidReportRawEventTakesBufferSize: Change = {
  id: 'hid-report-raw-event-takes-buffer-size',
  symbol: 'hid_report_raw_event',
  title: 'hid_report_raw_event() takes the size of the buffer as well',
  summary:
    'A report that is shorter than its description says is filled up with zeros, which must not go beyond the buffer. Long-term kernels took it over.',
  advice: 'Put the size of the buffer in front of the length of the report.',
  goneBy: '7.1',
  old: 'hid_report_raw_event(hdev, HID_INPUT_REPORT, data, size, 0)',
  new: 'hid_report_raw_event(hdev, HID_INPUT_REPORT, data, bufsize, size, 0)',
  explains: [{ kind: 'argument-count', function: 'hid_report_raw_event' }],
  oldForm: { function: 'hid_report_raw_event', parameters: 5 },
  newForm: { function: 'hid_report_raw_event', parameters: 6 },
  rewrite: [
    {
      ...{ kind: 'call', name: 'hid_report_raw_event', arguments: 5 },
      to: 'hid_report_raw_event($1, $2, $3, $4, $4, $5)',
    },
  ],
};
