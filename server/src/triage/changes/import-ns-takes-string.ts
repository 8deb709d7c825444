import type { Change } from '../change.ts';

export const importNsTakesString: Change = {
  id: 'import-ns-takes-string',
  symbol: 'MODULE_IMPORT_NS',
  title: 'MODULE_IMPORT_NS() takes a string',
  summary: 'The namespace is now written as a string.',
  advice:
    'Write `MODULE_IMPORT_NS("NAME")`. Older kernels accept that silently and then look for a namespace with quotes in its name, so the new form needs a guard.',
  since: '6.13',
  old: 'MODULE_IMPORT_NS(DMA_BUF);',
  new: 'MODULE_IMPORT_NS("DMA_BUF");',
  source: 'commit cdd30ebb1b9f',
  explains: [
    { kind: 'unexpected-token', before: '*', line: 'MODULE_IMPORT_NS' },
    { kind: 'undeclared', name: '*', line: 'MODULE_IMPORT_NS' },
  ],
  oldForm: {
    in: 'linux/module.h',
    matches: /#define\s+MODULE_IMPORT_NS\(ns\)\s+MODULE_INFO\(import_ns, (?:#ns|__stringify\(ns\))\)/,
  },
  newForm: {
    in: 'linux/module.h',
    matches: /#define\s+MODULE_IMPORT_NS\(ns\)\s+MODULE_INFO\(import_ns, ns\)/,
  },
  rewrite: [{ kind: 'call', name: 'MODULE_IMPORT_NS', arguments: 1, to: 'MODULE_IMPORT_NS("$1")' }],
};
