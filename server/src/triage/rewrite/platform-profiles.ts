import type { CSource, FunctionText } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';

/** What a handler was, on top of the operations of a device: its callbacks and the code that fills it stay. */
const handler = `struct platform_profile_handler {
	unsigned long choices[BITS_TO_LONGS(PLATFORM_PROFILE_LAST)];
	int (*profile_get)(struct platform_profile_handler *pprof, enum platform_profile_option *profile);
	int (*profile_set)(struct platform_profile_handler *pprof, enum platform_profile_option profile);
};

static struct device *profile_handler_device;

static int profile_handler_probe(void *data, unsigned long *choices)
{
	struct platform_profile_handler *pprof = data;

	memcpy(choices, pprof->choices, sizeof(pprof->choices));
	return 0;
}

static int profile_handler_get(struct device *dev, enum platform_profile_option *profile)
{
	struct platform_profile_handler *pprof = dev_get_drvdata(dev);

	return pprof->profile_get(pprof, profile);
}

static int profile_handler_set(struct device *dev, enum platform_profile_option profile)
{
	struct platform_profile_handler *pprof = dev_get_drvdata(dev);

	return pprof->profile_set(pprof, profile);
}

static const struct platform_profile_ops profile_handler_ops = {
	.probe = profile_handler_probe,
	.profile_get = profile_handler_get,
	.profile_set = profile_handler_set,
};

static int profile_handler_register(struct device *parent, struct platform_profile_handler *pprof)
{
	profile_handler_device = platform_profile_register(parent, KBUILD_MODNAME, pprof, &profile_handler_ops);
	return PTR_ERR_OR_ZERO(profile_handler_device);
}

static __maybe_unused int profile_handler_remove(void)
{
	platform_profile_remove(profile_handler_device);
	profile_handler_device = NULL;
	return 0;
}

static __maybe_unused void profile_handler_notify(void)
{
	if (!IS_ERR_OR_NULL(profile_handler_device))
		platform_profile_notify(profile_handler_device);
}
`;

/** Types that have a `struct device dev`, as they are declared in drivers that offer profiles. */
const devices = 'platform_device|wmi_device|acpi_device|i2c_client|hid_device|pci_dev|device';

/**
 * A driver that registers a `struct platform_profile_handler` registers operations of a device. There was only one handler at a time, so
 * that one variable is enough to remember the device of its profile.
 */
export function rewritePlatformProfiles(source: CSource): Rewritten {
  const registrations = source
    .calls('platform_profile_register')
    .filter((call) => call.arguments.length === 1);
  const others = ['platform_profile_notify', 'platform_profile_remove']
    .flatMap((name) => source.calls(name))
    .filter((call) => call.arguments.length === 0);
  const [first] = registrations;
  if (!first) {
    const reason = 'the handler is not registered in this file';
    return { replacements: [], left: others.map(({ start }) => ({ offset: start, reason })) };
  }
  const replacements: Replacement[] = [];
  for (const { index, start, end, arguments: given } of registrations) {
    const around = source.functionAround(index);
    const parent = around && parentOf(source, around, start);
    if (parent === undefined)
      return {
        replacements: [],
        left: [{ offset: start, reason: 'which device offers the profiles is not clear' }],
      };
    const written = given.map((argument) => source.slice(argument)).join('');
    replacements.push({ start, end, text: `profile_handler_register(${parent}, ${written})` });
  }
  for (const { name, start, end } of others)
    replacements.push({ start, end, text: `${name.text.replace('platform_profile', 'profile_handler')}()` });
  const at = beforeFirstUse(source);
  replacements.push({ start: at, end: at, text: `${handler}\n` });
  return { replacements, left: [] };
}

/** Where the declaration begins that is the first to name the handler's type: below the header, be that included on a condition or not. */
function beforeFirstUse(source: CSource): number {
  const { tokens } = source;
  let at = tokens.findIndex(
    ({ text, directive }, index) =>
      directive === undefined && text === 'platform_profile_handler' && tokens[index - 1]?.text === 'struct',
  );
  for (let before = tokens[at - 1]; before && before.directive === undefined; before = tokens[at - 1]) {
    if (source.depth(at) === 0 && [';', '}'].includes(before.text)) break;
    at--;
  }
  return source.text.lastIndexOf('\n', tokens[at]?.start ?? 0) + 1;
}

/** The device of the driver, as a function that registers the handler can name it. */
function parentOf(source: CSource, { name, body }: FunctionText, before: number): string | undefined {
  const inside = source.text.slice(name.start, before);
  const [, type, variable] = new RegExp(`\\bstruct\\s+(${devices})\\s*\\*\\s*(\\w+)`).exec(inside) ?? [];
  if (variable !== undefined) return deviceOf(type, variable);
  for (const [, struct = '', pointer = ''] of inside.matchAll(/\bstruct\s+(\w+)\s*\*\s*(\w+)/g)) {
    const members = new RegExp(`\\bstruct\\s+${struct}\\s*\\{([^{}]*)`).exec(source.text)?.[1] ?? '';
    const [, kind, member] = new RegExp(`\\bstruct\\s+(${devices})\\s*\\*\\s*(\\w+)`).exec(members) ?? [];
    if (member !== undefined) return deviceOf(kind, `${pointer}->${member}`);
  }
  const outside = source.text.slice(0, body?.start);
  const [, whole] = /^static\s+struct\s+platform_device\s*\*\s*(\w+)/m.exec(outside) ?? [];
  return whole === undefined ? undefined : deviceOf('platform_device', whole);
}

function deviceOf(type: string | undefined, pointer: string): string {
  return type === 'device' ? pointer : `&${pointer}->dev`;
}
