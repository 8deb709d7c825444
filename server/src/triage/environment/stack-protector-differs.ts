import type { EnvironmentCause } from './environment-cause.ts';

export const stackProtectorDiffers: EnvironmentCause = {
  id: 'stack-protector-differs',
  symbol: '__stack_chk_guard',
  title: 'The module protects its stack in another way than the kernel',
  summary:
    'A kernel with CONFIG_STACKPROTECTOR_PER_TASK has a value for each task instead of the variable __stack_chk_guard. The compiler must be told so, on 32-bit ARM before gcc 12 by a plugin of the headers, and it was not.',
  advice:
    'Build with the gcc that built the kernel (/proc/version names it), and with headers of exactly this kernel that include scripts/gcc-plugins.',
  certainty: 'likely',
  explains: [{ message: /^"?__stack_chk_guard"? .*undefined!$/, tools: ['modpost'] }],
  install: { kind: 'headers', again: true },
  isOnce: true,
  before: ['symbols-trimmed', 'symvers-missing'],
};
