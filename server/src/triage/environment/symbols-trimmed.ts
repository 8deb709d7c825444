import type { EnvironmentCause } from './environment-cause.ts';
import { exportedByEveryKernel } from './symvers-missing.ts';

/** Symbols that every kernel exports, but few of its own modules use. */
const seldom =
  /^"(?:filp_(?:open|close)|find_vpid|kill_pid|proc_mkdir_data|proc_create_data|kernel_(?:read|write))" .* undefined!$/;

export const symbolsTrimmed: EnvironmentCause = {
  id: 'symbols-trimmed',
  symbol: 'CONFIG_TRIM_UNUSED_KSYMS',
  title: 'This kernel exports only what its own modules use',
  summary:
    "With CONFIG_TRIM_UNUSED_KSYMS, symbols that no module of the kernel itself needs are not exported, and other modules can't be built for it.",
  advice:
    'Look for the option in the configuration of the kernel (`grep TRIM_UNUSED_KSYMS /boot/config-*`), and use a kernel that was built without it.',
  certainty: 'likely',
  explains: [
    {
      message: /undefined!$/,
      tools: ['modpost'],
      holds: ({ problems }) =>
        problems.filter(({ message }) => seldom.test(message)).length > 1 &&
        !problems.some(({ message }) => exportedByEveryKernel.test(message)),
    },
  ],
  isOnce: true,
};
