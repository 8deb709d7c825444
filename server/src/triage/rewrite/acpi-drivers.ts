import type { CSource, MemberValue, TextSpan } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';

/** A `struct acpi_driver` that the file defines. */
interface AcpiDriver {
  readonly name: string;
  /** The whole declaration. */
  readonly span: TextSpan;
  readonly block: TextSpan;
}

/**
 * A `struct acpi_driver` becomes a platform driver whose probe and remove hand the ACPI device to the functions of the old driver, so that these stay as they
 * are. Its notify function is installed as a handler. Registering it becomes that of a platform driver.
 */
export function rewriteAcpiDrivers(source: CSource): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const written = new Set<string>();
  for (const driver of driversIn(source)) {
    const text = platformDriver(source, driver);
    if (typeof text === 'string') left.push({ offset: driver.span.start, reason: text });
    else {
      written.add(driver.name);
      replacements.push({ ...driver.span, text: text.text });
    }
  }
  const registrations = {
    acpi_bus_register_driver: 'platform_driver_register',
    acpi_bus_unregister_driver: 'platform_driver_unregister',
    module_acpi_driver: 'module_platform_driver',
  };
  for (const [name, now] of Object.entries(registrations))
    for (const call of source.calls(name)) {
      const [driver] = call.arguments;
      if (driver && written.has(source.slice(driver).replace(/^&\s*/, '')))
        replacements.push({ start: call.name.start, end: call.name.end, text: now });
    }
  return { replacements, left };
}

function driversIn(source: CSource): readonly AcpiDriver[] {
  return source.names('acpi_driver').flatMap((index) => {
    const [name, equals, open] = [1, 2, 3].map((more) => source.tokens[index + more]);
    const close = source.partner(index + 3);
    const [end, semicolon] = [source.tokens[close ?? -1], source.tokens[(close ?? -1) + 1]];
    const isDefinition = source.tokens[index - 1]?.text === 'struct' && equals?.text === '=';
    if (!isDefinition || name?.kind !== 'name' || open?.text !== '{' || !end || semicolon?.text !== ';')
      return [];
    let first = index - 1;
    while (['static', 'const', '__refdata'].includes(source.tokens[first - 1]?.text ?? '')) first--;
    const start = source.tokens[first]?.start ?? open.start;
    return [
      {
        ...{ name: name.text, span: { start, end: semicolon.end } },
        block: { start: open.start, end: end.end },
      },
    ];
  });
}

/** The text of the platform driver, or why a person has to write it. */
function platformDriver(source: CSource, driver: AcpiDriver): { readonly text: string } | string {
  const { name, block } = driver;
  const given = (member: string) =>
    source
      .memberValues(member)
      .find((each) => each.member.start > block.start && each.member.end < block.end);
  const [add, remove, notify] = ['add', 'remove', 'notify'].map((member) => textOf(source, given(member)));
  const [title, ids, pm, flags] = ['name', 'ids', 'pm', 'flags'].map(given);
  if (add === undefined || !title || !ids) return `${name} has no name, ids or add function to go by`;
  if ([add, remove, notify].some((one) => one !== undefined && !/^\w+$/.test(one)))
    return `a callback of ${name} is not the name of a function`;
  if (pm && source.names('to_acpi_device').length > 0)
    return `${name} has functions for power management that take its device for that of an ACPI device`;
  const made = ['probe', 'unbind', 'event'].map((end) => `${name}_${end}`);
  if (made.some((one) => source.text.includes(one)))
    return `the file has one of the names ${made.join(', ')}`;
  const events = /ALL_NOTIFY/.test(textOf(source, flags) ?? '') ? 'ACPI_ALL_NOTIFY' : 'ACPI_DEVICE_NOTIFY';
  const device = 'struct acpi_device *device = ACPI_COMPANION(&platform->dev);';
  const lines: string[] = [];
  if (notify !== undefined)
    lines.push(
      `static void ${name}_event(acpi_handle handle, u32 event, void *device)`,
      ...['{', `\t${notify}(device, event);`, '}', ''],
    );
  lines.push(`static int ${name}_probe(struct platform_device *platform)`, '{', `\t${device}`);
  if (notify === undefined) lines.push('', `\treturn device ? ${add}(device) : -ENODEV;`);
  else
    lines.push(
      `\tint error = device ? ${add}(device) : -ENODEV;`,
      ...['', '\tif (error)', '\t\treturn error;'],
      `\terror = acpi_dev_install_notify_handler(device, ${events}, ${name}_event, device);`,
      ...(remove === undefined ? [] : ['\tif (error)', `\t\t${remove}(device);`]),
      '\treturn error;',
    );
  lines.push('}', '');
  if (remove !== undefined || notify !== undefined)
    lines.push(
      `static void ${name}_unbind(struct platform_device *platform)`,
      ...['{', `\t${device}`, ''],
      ...(notify === undefined
        ? []
        : [`\tacpi_dev_remove_notify_handler(device, ${events}, ${name}_event);`]),
      ...(remove === undefined ? [] : [`\t${remove}(device);`]),
      ...['}', ''],
    );
  const head = source.text
    .slice(driver.span.start, block.start)
    .replace(/\bacpi_driver\b/, 'platform_driver');
  lines.push(
    `${head}{`,
    `\t.probe = ${name}_probe,`,
    ...(remove === undefined && notify === undefined ? [] : [`\t.remove = ${name}_unbind,`]),
    `\t.driver.name = ${textOf(source, title)},`,
    `\t.driver.acpi_match_table = ${textOf(source, ids)},`,
    ...(pm ? withCondition(source, pm, textOf(source, pm) ?? '') : []),
    '};',
  );
  return { text: lines.join('\n') };
}

/** What a member is given; a condition that ends behind the last member of a block is no part of it. */
function textOf(source: CSource, found: MemberValue | undefined): string | undefined {
  return found && source.slice(found.value).split(/\s*\n\s*#/, 1)[0];
}

/** The initializer of the power management, below the condition that it stood below, if it was alone there. */
function withCondition(source: CSource, { whole, value }: MemberValue, written: string): readonly string[] {
  const line = `\t.driver.pm = ${written},`;
  const before = source.text.slice(0, whole.start).trimEnd().split('\n').at(-1) ?? '';
  const after = source.text.slice(value.start + written.length).replace(/^[\s,]*/, '');
  return /^\s*#\s*if/.test(before) && /^#\s*endif/.test(after) ? [before.trim(), line, '#endif'] : [line];
}
