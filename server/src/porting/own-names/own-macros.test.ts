import { expect, it } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import { LineActivities } from '../line-activity.ts';
import { withoutOwnMacros } from './own-macros.ts';

const headersOf = writtenKernels();

it('does not ask the configuration of a kernel for macros that the module defines itself', () => {
  const release = '6.12.1';
  const { headers } = headersOf(release, {});
  const macros = { isDefined: () => false, valueOf: () => undefined, hasHeader: () => undefined };
  const text = [
    '#ifdef CONFIG_OWN',
    'a;',
    '#endif',
    '#ifdef CONFIG_GIVEN',
    'b;',
    '#endif',
    '#ifdef CONFIG_PM',
    'c;',
    '#endif',
  ];
  const texts = new Map([
    ['/m/a.c', text.join('\n')],
    ['/m/autoconf.h', '#define CONFIG_OWN 1\n// of CONFIG_PM\n'],
    ['/m/Makefile', 'EXTRA_CFLAGS += -DCONFIG_GIVEN\n'],
  ]);
  const [kernel] = withoutOwnMacros([{ release, headers, macros }], texts);
  const activity = new LineActivities(text.join('\n'), kernel ? [kernel] : []);
  expect([1, 4, 7].map((line0) => activity.compiles(release, line0))).toEqual([undefined, undefined, false]);
});
