import { expect, it } from 'vitest';
import { pinUserPagesWithoutVmas } from '../changes/pin-user-pages-without-vmas.ts';
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
      'strncpy(to, pci_name(to_pci_dev(dev)), 50);',
      'memcpy_and_pad(to, 50, pci_name(to_pci_dev(dev)), strnlen(pci_name(to_pci_dev(dev)), 50), 0);',
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

it('drops an array that a call fills and nobody reads', () => {
  const pin = (given: string, more = '') =>
    [
      'static int pin(struct page **pages)',
      '{',
      '\tstruct vm_area_struct **vmas = kvmalloc_array(1, sizeof(*pages), GFP_KERNEL);',
      '\tint ret;',
      '\tif (vmas == NULL)',
      '\t\treturn -ENOMEM;',
      `\tret = pin_user_pages(start, 1, 0, pages${given});`,
      `${more}\tkvfree(vmas);`,
      '\treturn ret;',
      '}',
    ].join('\n');
  const rewritten = (text: string) =>
    applyReplacements(text, rewriteSource(new CSource(text), pinUserPagesWithoutVmas).replacements);
  expect(rewritten(pin(', vmas'))).toBe(pin(''));
  for (const read of [
    '\tuse(vmas);\n',
    '\tx = vmas[0];\n',
    '\tx = *vmas;\n',
    '\t*vmas = NULL;\n',
    '\treturn vmas;\n',
  ])
    expect(rewritten(pin(', vmas', read))).toBe(pin(', vmas', read));
});
