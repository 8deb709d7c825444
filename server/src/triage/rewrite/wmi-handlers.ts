import type { Call, CSource, FunctionText, TextSpan } from './c-source.ts';
import { dropCall } from './drop-calls.ts';
import type { Replacement, Rewritten } from './replacement.ts';

/**
 * A handler of WMI events gets the object that it fetched by the number of the event, in the parameter that had the number. Whoever calls it frees
 * the object, so that it no longer does.
 */
export function rewriteWmiHandlers(source: CSource): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const handlers = new Map<string, number>();
  for (const { arguments: given, start } of source.calls('wmi_install_notify_handler')) {
    const name = given[1] && source.slice(given[1]).replace(/^&\s*/, '');
    if (name !== undefined) handlers.set(name, start);
  }
  for (const [name, offset] of handlers) {
    const old = source.functions(name).flatMap((each) => {
      const [event] = each.parameters;
      const parameter = event && /^u32\s+(\w+)$/.exec(source.slice(event))?.[1];
      return event && parameter !== undefined ? [{ each, event, parameter }] : [];
    });
    if (source.functions(name).length === 0)
      left.push({ offset, reason: `${name} is not defined in this file` });
    const bodies = old.map(({ each, parameter }) => rewriteBody(source, each, parameter));
    const reason = bodies.find((one) => typeof one === 'string');
    if (typeof reason === 'string') {
      left.push({ offset: old[0]?.each.name.start ?? offset, reason });
      continue;
    }
    for (const { event, parameter } of old)
      replacements.push({ ...event, text: `union acpi_object *${parameter}` });
    replacements.push(...bodies.flatMap((one) => (typeof one === 'string' ? [] : one)));
  }
  return { replacements, left };
}

/** What becomes of the body of a handler, or why a person has to do it. */
function rewriteBody(
  source: CSource,
  { body, name }: FunctionText,
  parameter: string,
): readonly Replacement[] | string {
  if (!body) return [];
  const isInside = ({ start }: { readonly start: number }) => body.start < start && start < body.end;
  const fetches = source.calls('wmi_get_event_data').filter(isInside);
  const numbers = fetches.flatMap(({ arguments: [number] }) => (number ? [number.start] : []));
  const others = source
    .names(parameter)
    .flatMap((index) => source.tokens[index] ?? [])
    .filter((token) => isInside(token) && !numbers.includes(token.start));
  if (others.length > 0) return `${name.text}() uses the number of the event otherwise, too`;
  const replacements: Replacement[] = [];
  for (const fetch of fetches) {
    const [number, buffer] = fetch.arguments.map((argument) => source.slice(argument));
    const response = /^&\s*(\w+)$/.exec(buffer ?? '')?.[1];
    if (number !== parameter || response === undefined)
      return `it is not clear where ${name.text}() puts the object of the event`;
    const text = `({ ${response}.pointer = ${parameter}; AE_OK; })`;
    replacements.push({ start: fetch.start, end: fetch.end, text });
    for (const call of freesOf(source, body, response)) {
      const dropped = dropCall(source, call);
      if (!dropped) return `it is not clear where ${name.text}() frees the object of the event`;
      replacements.push(dropped);
    }
  }
  return replacements;
}

/** The calls in a body that free what a buffer points to, also by the name of a variable that it was given to. */
function freesOf(source: CSource, body: TextSpan, response: string): readonly Call[] {
  const isPointer = new RegExp(`^(?:\\([^()]*\\)\\s*)?${response}\\s*\\.\\s*pointer$`);
  const given = [
    ...source
      .slice(body)
      .matchAll(new RegExp(`(\\w+)\\s*=\\s*(?:\\([^()]*\\)\\s*)?${response}\\s*\\.\\s*pointer\\b`, 'g')),
  ];
  const names = new Set(given.map(([, variable]) => variable));
  return ['kfree', 'ACPI_FREE', 'acpi_os_free'].flatMap((free) =>
    source.calls(free).filter(({ arguments: [freed], start }) => {
      if (start < body.start || start > body.end) return false;
      const written = freed ? source.slice(freed) : '';
      return names.has(written) || isPointer.test(written);
    }),
  );
}
