import type { EnvironmentCause } from './environment-cause.ts';

export const staticSymbolExported: EnvironmentCause = {
  id: 'static-symbol-exported',
  symbol: 'EXPORT_SYMBOL',
  title: 'A static function or variable is exported',
  summary:
    'A symbol that is exported is for other modules, and one that is static is for its own file alone. Since Linux 5.19 kbuild refuses to build such a module; before, it only warned.',
  advice:
    'If another module uses it, remove `static` and declare it in a header that both include. If not, remove the line with `EXPORT_SYMBOL`.',
  certainty: 'verified',
  since: '5.19',
  explains: [
    {
      message: /\blocal symbol \S+ was exported$|^"\w+" \[[^\]]+\] is a static EXPORT_SYMBOL/,
      tools: ['modpost'],
    },
  ],
};
