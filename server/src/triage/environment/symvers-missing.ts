import { type EnvironmentCause, isOfHeaders } from './environment-cause.ts';

/** Symbols that every kernel exports and its own modules use. */
export const exportedByEveryKernel =
  /^"(?:kfree|memcpy|memset|_?printk|__fentry__|__kmalloc\w*|kmalloc_\w+|mutex_(?:un)?lock|module_layout|strlen|strcmp|s?n?printf|param_ops_\w+|queue_work_on|__cpu_active_mask|__(?:const_)?udelay|__warn_printk|arm64_const_caps_ready|__stack_chk_fail|__x86_return_thunk)" .* undefined!$/;

/** Whether the list that is missing is the kernel's own, not one that KBUILD_EXTRA_SYMBOLS names. */
function isOfKernel(message: string): boolean {
  const [, path] = /(\S*Module\.symvers)"? is missing/.exec(message) ?? [];
  return (
    path !== undefined && (/^"?(?:\.\/)?Module\.symvers$/.test(path) || isOfHeaders(path.replace(/^"/, '')))
  );
}

export const symversMissing: EnvironmentCause = {
  id: 'symvers-missing',
  symbol: 'Module.symvers',
  title: 'Without Module.symvers, no symbol of the kernel is known',
  summary:
    'The list of what the kernel exports is missing from these headers: they come from a source tree that was prepared but not built, or the package is incomplete.',
  advice:
    'Use the package of headers that belongs to the kernel, or copy Module.symvers from the build of that kernel into the headers.',
  certainty: 'likely',
  explains: [
    {
      message: /undefined!$/,
      tools: ['modpost'],
      holds: ({ problems }) => problems.some(({ message }) => isOfKernel(message)),
    },
    {
      message: /undefined!$/,
      tools: ['modpost'],
      // Any one of the symbols that every kernel exports.
      holds: ({ problems }) =>
        problems.filter(({ message }) => exportedByEveryKernel.test(message)).length > 1,
    },
    { message: /Module\.symvers file is missing/ },
  ],
  install: { kind: 'headers', again: true },
  isOnce: true,
  // If Module.symvers is missing, every symbol is undefined.
  before: ['symbols-trimmed'],
};
