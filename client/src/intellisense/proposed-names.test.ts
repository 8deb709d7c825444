import { expect, test } from 'vitest';
import { proposedHeader, proposedName } from './proposed-names.ts';

test.each([
  [
    { label: ' strlcpy(char *dest, const char *src, size_t size)', kind: 2, filterText: 'strlcpy' },
    'strlcpy',
  ],
  [{ label: { label: '•strscpy' }, kind: 2 }, 'strscpy'],
  [{ label: ' KERN_INFO', kind: 0 }, 'KERN_INFO'],
  [{ label: ' lamp_gpio', kind: 4, filterText: 'lamp_gpio' }, undefined],
  [{ label: ' return', kind: 13, filterText: 'return' }, undefined],
  [{ label: ' timer.h>', kind: 16, filterText: 'timer.h>' }, undefined],
  [{ label: ' 3D', kind: 2 }, undefined],
  [{ label: ' strlcpy' }, undefined],
])('%j proposes the name %s', (item, name) => {
  expect(proposedName(item)).toBe(name);
});

test.each([
  [' timer.h>', '#include <linux/ti', 'linux/timer.h'],
  [' unaligned.h>', '  #  include <asm/', 'asm/unaligned.h'],
  [' lamp.h"', '#include "la', undefined],
  [' amd/', '#include <asm/', undefined],
  [' timer.h>', 'if (a <linux/', undefined],
])('%s after %s proposes the header %s', (label, before, header) => {
  expect(proposedHeader({ label, kind: 16 }, before)).toBe(header);
});
