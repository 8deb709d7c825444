import { type EnvironmentCause, isOfHeaders } from './environment-cause.ts';

export const sourceRefuses: EnvironmentCause = {
  id: 'source-refuses',
  symbol: '#error',
  title: 'The source itself refuses this kernel',
  summary:
    'Its author excluded a kernel, a configuration or a compiler that the module does not support; the text of the #error says which.',
  advice: 'Do what the text says: use another version of the module, or do without it for this kernel.',
  certainty: 'verified',
  explains: [
    {
      message: /^#error /,
      tools: ['gcc', 'clang'],
      holds: ({ problem }) =>
        [problem.file, ...problem.related.map(({ file }) => file)].every(
          (file) => !isOfHeaders(file) && !/^(?:\.\/)?(?:include|arch)\//.test(file),
        ),
    },
  ],
};
