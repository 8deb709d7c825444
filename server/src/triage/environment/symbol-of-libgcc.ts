import type { EnvironmentCause } from './environment-cause.ts';

export const symbolOfLibgcc: EnvironmentCause = {
  id: 'symbol-of-libgcc',
  symbol: '__udivdi3',
  title: 'The compiler calls a function of its own library, which the kernel does not have',
  summary:
    'For what the processor has no instruction for, gcc calls libgcc: the division of 64-bit numbers on 32-bit processors (__udivdi3, __aeabi_uldivmod), and calculations with floating point.',
  advice:
    'Divide with div_u64(), div64_s64() or do_div() of <linux/math64.h>, and calculate without float and double.',
  certainty: 'verified',
  replacement: 'div_u64()',
  explains: [
    {
      message:
        /^"?(?:__(?:u?(?:div|mod)[dt]i3|u?divmoddi4|u?(?:div|mod)si3|aeabi_u?(?:l?div\w*|idiv\w*|[dfil]\w+)|(?:add|sub|mul|div|neg)[sdx]f[23]|(?:un)?ord[sd]f2|(?:eq|ne|lt|le|gt|ge)[sd]f2|float(?:un)?[sdt]i[sdx]f|fix(?:uns)?[sdx]f[sdt]i|(?:extend|trunc)[sdx]f[sdx]f2))" .*undefined!$/,
      tools: ['modpost'],
    },
  ],
  before: ['symbols-trimmed', 'symvers-missing'],
};
