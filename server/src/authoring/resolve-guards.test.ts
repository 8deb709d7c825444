import { expect, test } from 'vitest';
import { resolveGuards } from './resolve-guards.ts';

const source = `#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
new
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
newest
#else
newer
#endif
#else /* Before. */
old
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
older
#endif
`;

test.each<[number[], string]>([
  [[5, 10], source],
  [
    [5, 14],
    `#include <linux/version.h>
new
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
newest
#else
newer
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
older
#endif
`,
  ],
  [[6, 14], 'new\nnewest\n'],
])('from %j on', (oldest, expected) => {
  expect(resolveGuards(source, oldest)).toBe(expected);
});
