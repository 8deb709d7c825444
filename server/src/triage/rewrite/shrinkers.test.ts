import { expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { applyReplacements } from './replacement.ts';
import { rewriteShrinkers } from './shrinkers.ts';

/** What becomes of a source, without the function that it gets. */
function rewritten(text: string): string {
  const { replacements, left } = rewriteShrinkers(new CSource(text));
  const changed = replacements.filter((each) => !each.text.startsWith('static int register_allocated'));
  return [applyReplacements(text, changed), ...left.map(({ reason }) => `left: ${reason}`)].join('');
}

const body = (lines: string) => `static int f(struct data *data)\n{\n${lines}}\n`;

it('registers and frees a shrinker that the kernel allocates', () => {
  for (const [own, data] of [
    ['&cache_shrinker', 'cache_shrinker.private_data'],
    ['&data->shrinker', 'data->shrinker.private_data'],
    ['shrinker', 'shrinker->private_data'],
    ['shrinker_of(data)', '(shrinker_of(data))->private_data'],
  ] as const)
    expect(
      rewritten(body(`\treturn register_shrinker(${own}, "name");\n\tunregister_shrinker(${own});\n`)),
    ).toBe(body(`\treturn register_allocated_shrinker(${own});\n\tshrinker_free(${data});\n`));
});

it('defines the function above the first one that registers', () => {
  const before = 'static int a;\n\n/* Sets up. */\n';
  const text = before + body('\treturn register_shrinker(&own);\n');
  const { replacements } = rewriteShrinkers(new CSource(text));
  const [definition] = replacements.filter(({ start, end }) => start === end);
  expect(definition?.start).toBe(before.length);
  expect(definition?.text).toContain('shrinker_register(shrinker);');
});

it('lets callbacks find their data by the shrinker of the driver', () => {
  const callback = (shrinker: string, more = '') =>
    `static unsigned long count(struct shrinker *s, struct shrink_control *sc)\n{\n\tstruct data *data = container_of(${shrinker}, struct data, s);\n${more}\treturn data->count * s->seeks;\n}\n`;
  expect(rewritten(callback('s'))).toBe(callback('s->private_data'));
  expect(rewritten(callback('s', '\tif (s == &other)\n\t\treturn 0;\n'))).toBe(
    `${callback('s', '\tif (s == &other)\n\t\treturn 0;\n')}left: count() uses its shrinker otherwise than to find its data`,
  );
});

it('leaves alone what a driver declares of these names itself', () => {
  const own = 'static int register_shrinker(struct shrinker *s);\n';
  expect(rewritten(own)).toBe(own);
});
