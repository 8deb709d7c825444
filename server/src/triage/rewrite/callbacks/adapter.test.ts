import { expect, it } from 'vitest';
import { CSource } from '../c-source.ts';
import { applyReplacements } from '../replacement.ts';
import { adaptCallbacks } from './adapter.ts';

function adapted(...lines: readonly string[]): readonly string[] {
  const text = lines.join('\n');
  const { replacements, left } = adaptCallbacks(
    new CSource(text),
    {
      ...{ kind: 'adapter', struct: 'ops', member: 'get', suffix: '_modes' },
      ...{ parameter: { at: 1, type: 'struct eee *' }, text: 'int $adapter(void) { return $callback(); }' },
    },
    undefined,
  );
  return [...applyReplacements(text, replacements).split('\n'), ...left.map(({ reason }) => reason)];
}

it('a callback is called by another one, which the struct has in its place', () => {
  const old = 'static int get(struct dev *d, struct eee  *e)\n{\n\treturn 0;\n}'.split('\n');
  const ops = (name: string) => ['static const struct ops ops = {', `\t.get = ${name},`, '};'];
  expect(adapted(...old, '', ...ops('get'))).toEqual([
    ...[...old, '', 'int get_modes(void) { return get(); }', '', ...ops('get_modes')],
  ]);
  const given = [...old, '', 'int get_modes(void) { return get(); }', '', ...ops('get_modes')];
  expect(adapted(...given)).toEqual(given);
  const now = old.with(0, 'static int get(struct dev *d, struct keee *e)');
  const both = ['#if NEW', ...now, '#else', ...old, '#endif', ...ops('get')];
  expect(adapted(...both)).toEqual(both);
  expect(adapted(...ops('get'))).toEqual([...ops('get'), 'get is not declared in this file']);
  const other = [...old, 'static struct other o = {', '\t.get = get,', '};'];
  expect(adapted(...other)).toEqual(other);
});
