import { expect, test } from 'vitest';
import { CSource } from '../c-source.ts';
import { applyReplacements } from '../replacement.ts';
import { rewriteCallback } from './callback.ts';
import type { CallbackRewrite } from './callback-signature.ts';

test('the callbacks of attributes that the macros of the kernel declare are changed', () => {
  const show: CallbackRewrite = {
    ...{ kind: 'callback', struct: 'class_attribute', member: 'show' },
    parameters: ['const struct class *$name1', '$2'],
  };
  const rewritten = (text: string) =>
    applyReplacements(text, rewriteCallback(new CSource(text), show).replacements);
  const shows = (type: string) =>
    ['a', 'b', 'c', 'd'].map((name) => `static int ${name}_show(${type}struct class *k, char *b) { }`);
  const others = [
    'static int e_show(struct class *k, char *b) { }',
    'static DEVICE_ATTR_RO(e);',
    'static CLASS_ATTR_RW(a);',
    'static CLASS_ATTR_RO(b);',
    'static CLASS_ATTR(x, 0444, c_show, NULL);',
    'static struct class_attribute many[] = { __ATTR(y, 0444, d_show, NULL), __ATTR_NULL };',
    '',
  ];
  const once = rewritten([...shows(''), ...others].join('\n'));
  expect(once.split('\n')).toEqual([...shows('const '), ...others]);
  expect(rewritten(once)).toBe(once);
});
