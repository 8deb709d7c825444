import { expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { applyReplacements, type Replacement } from './replacement.ts';
import { guardReplacements } from './version-guard.ts';

/** A function whose body is one of these, with the replacement of `from` guarded for Linux 6.12. */
function guarded(body: string, from: string, to: string): string {
  const text = `#include <linux/version.h>\n\nvoid f(void)\n{\n${body}}\n`;
  const start = text.indexOf(from);
  const replacement: Replacement = { start, end: start + from.length, text: to };
  const source = new CSource(text);
  const all = guardReplacements(source, [replacement], { kind: 'version', version: '6.12' });
  return applyReplacements(text, all).split('{\n')[1] ?? '';
}

it('writes a changed statement twice', () => {
  expect(guarded('\told(a);\n', 'old', 'now')).toBe(
    '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)\n\tnow(a);\n#else\n\told(a);\n#endif\n}\n',
  );
});

it('writes a statement that stays once, with what is added behind or before it', () => {
  expect(guarded('\tone(a);\n', 'one(a);', 'one(a);\n\tmore(a);')).toBe(
    '\tone(a);\n#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)\n\tmore(a);\n#endif\n}\n',
  );
  expect(guarded('\tone(a);\n', 'one(a);', 'more(a);\n\tone(a);')).toBe(
    '#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)\n\tmore(a);\n#endif\n\tone(a);\n}\n',
  );
});

it('writes what a kernel no longer needs for the older ones', () => {
  expect(guarded('\tone(a);\n\tmore(a);\n', 'one(a);\n\tmore(a);', 'one(a);')).toBe(
    '\tone(a);\n#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)\n\tmore(a);\n#endif\n}\n',
  );
});

it('leaves a label outside of the condition', () => {
  const guard = '#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)\n\told(a);\n#endif\n';
  for (const label of ['case 5:', 'case (A) ... B:', 'default:', 'out:'])
    expect(guarded(`${label}\n\told(a);\n\tbreak;\n`, '\told(a);\n', '')).toBe(
      `${label}\n${guard}\tbreak;\n}\n`,
    );
  expect(guarded('\tx = y ? a :\n\t\told(a);\n', 'old', 'now')).toContain(
    '\tx = y ? a :\n\t\tnow(a);\n#else',
  );
});

it('does not part a statement', () => {
  expect(guarded('\tone(a,\n\t    b);\n', 'b);', 'b);\n\tmore(a);')).toContain('\tone(a,\n\t    b);\n#if');
  expect(guarded('\tif (a)\n\t\tone(a);\n', 'if (a)', 'if (a)\n\t\tmore(a);\n\telse')).toContain('#else');
});
