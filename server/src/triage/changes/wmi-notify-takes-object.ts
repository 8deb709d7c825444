import type { Change } from '../change.ts';

export const wmiNotifyTakesObject: Change = {
  id: 'wmi-notify-takes-object',
  symbol: 'wmi_notify_handler',
  title: 'A wmi_notify_handler gets the object instead of its number',
  summary:
    'The data of the event, which wmi_get_event_data() fetched by its number, is passed to the handler.',
  advice:
    'Declare it `(union acpi_object *data, void *context)`, use `data` instead of calling `wmi_get_event_data()`, and do not free it: the kernel does.',
  since: '6.12',
  old: 'static void foo_notify(u32 value, void *context)',
  new: 'static void foo_notify(union acpi_object *data, void *context)',
  explains: [
    { kind: 'incompatible-argument', function: 'wmi_install_notify_handler', position: 2 },
    { kind: 'undeclared-function', name: 'wmi_get_event_data' },
    { kind: 'undeclared', name: 'wmi_get_event_data' },
    { kind: 'undefined-symbol', name: 'wmi_get_event_data' },
  ],
  oldForm: { callable: 'wmi_get_event_data' },
  newForm: { all: [{ callable: 'wmi_install_notify_handler' }, { not: { callable: 'wmi_get_event_data' } }] },
  rewrite: [{ kind: 'wmi-handlers' }],
  semantics:
    'The kernel frees the object when the handler returns. Calls that free it are taken out of the handler; see that no function to which it is passed frees or keeps it.',
};
