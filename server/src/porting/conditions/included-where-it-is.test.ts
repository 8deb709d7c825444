import { expect, it } from 'vitest';
import type { Cause } from '../../triage/cause.ts';
import { includeWhereItIs } from './included-where-it-is.ts';

const path = '/m/a.c';
const cause: Cause = {
  ...{ id: 'linux-of-gpio-h-gone', symbol: 'linux/of_gpio.h', summary: '', verified: false },
  ...{ confidence: 'unknown', evidence: [], documented: false, fixes: [] },
};

it('includes a header that nothing has replaced only where it is, once', () => {
  const lines = ['#include <linux/of.h>', '#include <linux/of_gpio.h> /* old */', 'int a;', ''];
  const asked = ['#if __has_include(<linux/of_gpio.h>)', '#include <linux/of_gpio.h> /* old */', '#endif'];
  for (const end of ['\n', '\r\n']) {
    const text = [...lines, ...lines.slice(1)].join(end);
    const edit = includeWhereItIs({ cause, path, line0: 1 }, ['7.3.1'], new Map([[path, text]]));
    const after = edit?.apply(new Map([[path, text]]))?.get(path) ?? '';
    expect(after.split(end)).toEqual([
      '#include <linux/of.h>',
      ...[...asked, 'int a;', ''],
      ...[...asked, 'int a;', ''],
    ]);
    expect(edit?.apply(new Map([[path, after]]))).toBeUndefined();
  }
  expect(includeWhereItIs({ cause, path, line0: 0 }, [], new Map([[path, 'int a;\n']]))).toBeUndefined();
});
