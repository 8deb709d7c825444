import type { Call, CSource, FunctionText, TextSpan } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';

/**
 * What registers the shrinker of a driver: one that the kernel allocates gets what the driver's own has, and each remembers the other in a
 * member that the kernel leaves to drivers.
 */
const registration = `static int register_allocated_shrinker(struct shrinker *own)
{
	struct shrinker *shrinker = shrinker_alloc(own->flags, KBUILD_MODNAME);

	if (!shrinker)
		return -ENOMEM;
	shrinker->count_objects = own->count_objects;
	shrinker->scan_objects = own->scan_objects;
	shrinker->batch = own->batch;
	shrinker->seeks = own->seeks;
	shrinker->private_data = own;
	own->private_data = shrinker;
	shrinker_register(shrinker);
	return 0;
}
`;

/**
 * A driver that registers its own `struct shrinker` has the kernel allocate one. Its callbacks, which get that one, find their data by the
 * driver's own.
 */
export function rewriteShrinkers(source: CSource): Rewritten {
  const callsOf = (name: string) => source.calls(name).filter(({ index }) => source.depth(index) > 0);
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  let first: FunctionText | undefined;
  for (const call of callsOf('register_shrinker')) {
    const own = call.arguments[0];
    const around = source.functionAround(call.index);
    if (!own || !around) continue;
    first ??= around;
    replacements.push({
      ...{ start: call.start, end: call.end },
      text: `register_allocated_shrinker(${source.slice(own)})`,
    });
  }
  for (const call of callsOf('unregister_shrinker'))
    replacements.push({
      start: call.start,
      end: call.end,
      text: `shrinker_free(${privateDataOf(source, call)})`,
    });
  for (const callback of callbacksIn(source)) {
    const found = containersIn(source, callback);
    if (typeof found === 'string') left.push({ offset: callback.name.start, reason: found });
    else replacements.push(...found);
  }
  if (first) {
    const at = source.text.lastIndexOf('\n', first.returnType.start - 1) + 1;
    replacements.push({ start: at, end: at, text: `${registration}\n` });
  }
  return { replacements: replacements.sort((a, b) => a.start - b.start), left };
}

/** What the registered shrinker is remembered in: `own.private_data` for `&own`. */
function privateDataOf(source: CSource, { arguments: [own] }: Call): string {
  const written = own ? source.slice(own) : '';
  const [, object] = /^&\s*([\w.>[\]-]+)$/.exec(written) ?? [];
  if (object !== undefined) return `${object}.private_data`;
  return /^\w+$/.test(written) ? `${written}->private_data` : `(${written})->private_data`;
}

/** The functions that take a shrinker and what is asked of it. */
function callbacksIn(source: CSource): readonly FunctionText[] {
  const heads = source.text.matchAll(
    /\b(\w+)\s*\(\s*struct\s+shrinker\s*\*\s*\w+\s*,\s*struct\s+shrink_control\b/g,
  );
  const names = new Set([...heads].map(([, name = '']) => name));
  return [...names].flatMap((name) => source.functions(name));
}

/** What becomes of a callback that finds its data around its shrinker, or why a person has to look at it. */
function containersIn(
  source: CSource,
  { body, name, parameters: [first] }: FunctionText,
): readonly Replacement[] | string {
  const parameter = first && /\w+$/.exec(source.slice(first))?.[0];
  if (!body || parameter === undefined) return [];
  const replacements: Replacement[] = [];
  const containers: TextSpan[] = [];
  for (const { arguments: given, start, end } of source.calls('container_of')) {
    const [shrinker] = given;
    if (!shrinker || start < body.start || start > body.end || source.slice(shrinker) !== parameter) continue;
    containers.push({ start, end });
    replacements.push({ start: shrinker.end, end: shrinker.end, text: '->private_data' });
  }
  for (const index of source.names(parameter)) {
    const token = source.tokens[index];
    if (!token || token.start < body.start || token.start > body.end) continue;
    const isMember = ['->', '.'].includes(source.tokens[index - 1]?.text ?? '');
    // What it says of itself was copied from the driver's own.
    const isRead = source.tokens[index + 1]?.text === '->';
    if (
      !isMember &&
      !isRead &&
      !containers.some(({ start, end }) => start < token.start && token.start < end)
    )
      return `${name.text}() uses its shrinker otherwise than to find its data`;
  }
  return replacements;
}
