import { expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { applyReplacements } from './replacement.ts';
import { rewriteWmiHandlers } from './wmi-handlers.ts';

const install = 'static int f(void)\n{\n\treturn wmi_install_notify_handler(GUID, on_event, NULL);\n}\n';

function rewritten(text: string): string {
  const { replacements, left } = rewriteWmiHandlers(new CSource(text));
  return [applyReplacements(text, replacements), ...left.map(({ reason }) => `left: ${reason}`)].join('');
}

it('takes the object of an event where its number was, and no longer frees it', () => {
  const handler = (event: string, fetched: string, free: string) =>
    [
      `static void on_event(${event}, void *context);`,
      `static void on_event(${event}, void *context)`,
      '{',
      '\tstruct acpi_buffer response = { ACPI_ALLOCATE_BUFFER, NULL };',
      '\tunion acpi_object *obj;',
      `\tacpi_status status = ${fetched};`,
      '\tobj = (union acpi_object *)response.pointer;',
      '\tif (!obj || obj->type != ACPI_TYPE_BUFFER) {',
      `${free}\t\treturn;`,
      '\t}',
      '\tkfree(other);',
      free === '' ? `}\n${install}` : `\tkfree(response.pointer);\n}\n${install}`,
    ].join('\n');
  expect(rewritten(handler('u32 value', 'wmi_get_event_data(value, &response)', '\t\tkfree(obj);\n'))).toBe(
    handler('union acpi_object *value', '({ response.pointer = value; AE_OK; })', ''),
  );
});

it('leaves a handler that needs the number, or hands the object on', () => {
  const text = `static void on_event(u32 value, void *context)\n{\n\tpr_info("%u", value);\n}\n${install}`;
  expect(rewritten(text)).toBe(`${text}left: on_event() uses the number of the event otherwise, too`);
  const unclear = text.replace('pr_info("%u", value)', 'wmi_get_event_data(value, get())');
  expect(rewritten(unclear)).toBe(
    `${unclear}left: it is not clear where on_event() puts the object of the event`,
  );
  expect(rewritten(install)).toBe(`${install}left: on_event is not defined in this file`);
});
