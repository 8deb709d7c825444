import type { EnvironmentCause } from './environment-cause.ts';

export const moduleLicenseMissing: EnvironmentCause = {
  id: 'module-license-missing',
  symbol: 'MODULE_LICENSE',
  title: 'The module does not declare its licence',
  summary:
    'modpost finds no MODULE_LICENSE() in the object of the module. Either no source has it, or the linker dropped it, as mold does.',
  advice:
    'Write `MODULE_LICENSE("GPL");` in one of the sources. If there is one already, link with `LD=ld.bfd`.',
  certainty: 'likely',
  replacement: 'MODULE_LICENSE("GPL");',
  explains: [{ message: /^missing MODULE_LICENSE\(\) in /, tools: ['modpost'] }],
};
