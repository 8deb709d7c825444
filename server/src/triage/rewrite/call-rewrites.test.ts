import { expect, it } from 'vitest';
import { strncpyRemoved } from '../changes/strncpy-removed.ts';
import { CSource } from './c-source.ts';
import { applyReplacements } from './replacement.ts';
import { rewriteSource } from './rewrite.ts';

it('copies with strscpy_pad() into a whole field, and else what strncpy() copied', () => {
  const statements: readonly (readonly [string, string])[] = [
    ['strncpy(d->name, s, sizeof( d->name ));', 'strscpy_pad(d->name, s, sizeof( d->name ));'],
    ['strncpy(to, s, end - s);', 'memcpy_and_pad(to, end - s, s, strnlen(s, end - s), 0);'],
    [
      'strncpy(to, nla_data(a[1]), sizeof(to) - 1);',
      'memcpy_and_pad(to, sizeof(to) - 1, nla_data(a[1]), strnlen(nla_data(a[1]), sizeof(to) - 1), 0);',
    ],
    [
      'strncpy(to, next(a), n);',
      'strncpy(to, next(a), n);\nleft: argument 2 of strncpy() would be evaluated twice',
    ],
    [
      'strncpy(to, *s++, n);',
      'strncpy(to, *s++, n);\nleft: argument 2 of strncpy() would be evaluated twice',
    ],
    ['end = strncpy(to, s, n);', 'end = strncpy(to, s, n);\nleft: what strncpy() returns is used here'],
  ];
  for (const [before, after] of statements) {
    const [line = '', ...reasons] = after.split('\n');
    const text = `void f(void) { ${before} }`;
    const { replacements, left } = rewriteSource(new CSource(text), strncpyRemoved);
    expect([applyReplacements(text, replacements), ...left.map(({ reason }) => `left: ${reason}`)]).toEqual([
      `void f(void) { ${line} }`,
      ...reasons,
    ]);
  }
});
