import { findBranches } from '../preprocessor/branches.ts';
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
  // Some drivers have functions of these names for kernels without profiles.
  const callsOf = (name: string, count: number) =>
    source.calls(name).filter((call) => call.arguments.length === count && source.depth(call.index) > 0);
  const registrations = callsOf('platform_profile_register', 1);
  const others = ['platform_profile_notify', 'platform_profile_remove'].flatMap((name) => callsOf(name, 0));
  if (registrations.length === 0) {
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
  const declared = replacements.flatMap(({ text }) => declarationBelow(source, at, text) ?? []);
  replacements.push({ start: at, end: at, text: `${[...new Set(declared)].join('')}${handler}\n` });
  return { replacements, left: [] };
}

/** The declaration of the driver's device again, if a call names one that the file declares further down than what it is added to. */
function declarationBelow(source: CSource, at: number, call: string): string | undefined {
  const [, name = ''] = /\(&(\w+)->dev,/.exec(call) ?? [];
  const written = new RegExp(`^static\\s+struct\\s+platform_device\\s*\\*\\s*${name}\\b`, 'm');
  const found = name === '' ? -1 : source.text.search(written);
  return found > at ? `static struct platform_device *${name};\n\n` : undefined;
}

/**
 * Where the declaration begins that is the first to name the handler's type, below its header: among those that stand below no other
 * conditions than the header does.
 */
function beforeFirstUse(source: CSource): number {
  const { tokens } = source;
  const { branches } = findBranches(source.text);
  const header = source.includes().find(({ path }) => path === 'linux/platform_profile.h');
  const header0 = header ? source.lineOf(header.start) : -1;
  const isBelow = ({ line0, end0 }: { readonly line0: number; readonly end0: number }, at0: number) =>
    line0 < at0 && at0 < end0;
  const isAsIncluded = (offset: number) => {
    const at0 = source.lineOf(offset);
    return branches.every((branch) => !isBelow(branch, at0) || isBelow(branch, header0));
  };
  let at = tokens.findIndex(
    ({ text, directive, start }, index) =>
      directive === undefined &&
      text === 'platform_profile_handler' &&
      tokens[index - 1]?.text === 'struct' &&
      isAsIncluded(start),
  );
  for (let before = tokens[at - 1]; before && before.directive === undefined; before = tokens[at - 1]) {
    if (source.depth(at) === 0 && [';', '}'].includes(before.text)) break;
    at--;
  }
  return source.text.lastIndexOf('\n', tokens[at]?.start ?? 0) + 1;
}

/** The device of the driver, as a function that registers the handler can name it. */
function parentOf(source: CSource, { name }: FunctionText, before: number): string | undefined {
  const inside = source.text.slice(name.start, before);
  const [, type, variable] = new RegExp(`\\bstruct\\s+(${devices})\\s*\\*\\s*(\\w+)`).exec(inside) ?? [];
  if (variable !== undefined) return deviceOf(type, variable);
  for (const [, struct = '', pointer = ''] of inside.matchAll(/\bstruct\s+(\w+)\s*\*\s*(\w+)/g)) {
    const members = new RegExp(`\\bstruct\\s+${struct}\\s*\\{([^{}]*)`).exec(source.text)?.[1] ?? '';
    const [, kind, member] = new RegExp(`\\bstruct\\s+(${devices})\\s*\\*\\s*(\\w+)`).exec(members) ?? [];
    if (member !== undefined) return deviceOf(kind, `${pointer}->${member}`);
  }
  const [, whole] = /^static\s+struct\s+platform_device\s*\*\s*(\w+)\s*[;=]/m.exec(source.text) ?? [];
  return whole === undefined ? undefined : deviceOf('platform_device', whole);
}

function deviceOf(type: string | undefined, pointer: string): string {
  return type === 'device' ? pointer : `&${pointer}->dev`;
}
