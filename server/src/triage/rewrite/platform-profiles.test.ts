import { expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { rewritePlatformProfiles } from './platform-profiles.ts';
import { applyReplacements } from './replacement.ts';

const head = '#include <linux/platform_profile.h>\nstatic struct platform_profile_handler handler;\n';

/** What becomes of a source, without the definition that it gets. */
function rewritten(text: string): string {
  const { replacements, left } = rewritePlatformProfiles(new CSource(text));
  const calls = replacements.filter((each) => each.start !== each.end);
  expect(replacements.length - calls.length).toBe(calls.length > 0 ? 1 : 0);
  return [applyReplacements(text, calls), ...left.map(({ reason }) => `left: ${reason}`)].join('');
}

it('registers the handler with the device of the driver, wherever the function can name one', () => {
  const setup = (parameters: string, call: string) =>
    `${head}static struct platform_device *own;\nstatic int setup(${parameters})\n{\n\treturn ${call};\n}\n`;
  for (const [parameters, parent] of [
    ['struct platform_device *pdev', '&pdev->dev'],
    ['struct device *dev', 'dev'],
    ['void', '&own->dev'],
  ] as const)
    expect(rewritten(setup(parameters, 'platform_profile_register(&handler)'))).toBe(
      setup(parameters, `profile_handler_register(${parent}, &handler)`),
    );
  const inData = (call: string) =>
    `struct data {\n\tint a;\n\tstruct wmi_device *wdev;\n};\n${setup('struct data *data', call)}`;
  expect(rewritten(inData('platform_profile_register(&handler)'))).toBe(
    inData('profile_handler_register(&data->wdev->dev, &handler)'),
  );
});

it('notifies and removes by the functions of the definition', () => {
  const text = (register: string, notify: string, remove: string) =>
    `${head}static int f(struct device *dev)\n{\n\t${notify};\n\t${remove};\n\treturn ${register};\n}\n`;
  const [remove, notify] = ['platform_profile_remove()', 'platform_profile_notify()'];
  expect(rewritten(text('platform_profile_register(&handler)', notify, remove))).toBe(
    text('profile_handler_register(dev, &handler)', 'profile_handler_notify()', 'profile_handler_remove()'),
  );
});

it('defines the handler above the first declaration that names it', () => {
  const condition = '#ifdef CONFIG_ACPI_PLATFORM_PROFILE\n#include <linux/platform_profile.h>\n';
  const rest = `struct data {\n\tint a;\n\tstruct platform_profile_handler handler;\n};\nstatic int f(struct device *dev, struct data *data)\n{\n\treturn platform_profile_register(&data->handler);\n}\n#endif\n`;
  const { replacements } = rewritePlatformProfiles(new CSource(condition + rest));
  expect(replacements.find(({ start, end }) => start === end)?.start).toBe(condition.length);
});

it('declares the device first where the driver does so further down, and leaves its own functions alone', () => {
  const own =
    '#ifdef lts\nint platform_profile_register(struct platform_profile_handler *h)\n{\n\treturn 0;\n}\n#endif\n';
  const rest = `static int f(void)\n{\n\treturn platform_profile_register(&handler);\n}\nstatic struct platform_device *own;\n`;
  const text = `#include <linux/platform_profile.h>\n${own}static struct platform_profile_handler handler;\n${rest}`;
  const { replacements, left } = rewritePlatformProfiles(new CSource(text));
  expect(left).toEqual([]);
  const after = applyReplacements(text, replacements);
  expect(after).toContain(`${own}static struct platform_device *own;\n\nstruct platform_profile_handler {`);
  expect(after).toContain('profile_handler_register(&own->dev, &handler)');
});

it('leaves a file that does not register the handler, or has no device', () => {
  const other = `${head}static void f(void)\n{\n\tplatform_profile_notify();\n}\n`;
  expect(rewritten(other)).toBe(`${other}left: the handler is not registered in this file`);
  const none = `${head}static int f(void)\n{\n\treturn platform_profile_register(&handler);\n}\n`;
  expect(rewritten(none)).toBe(`${none}left: which device offers the profiles is not clear`);
});
