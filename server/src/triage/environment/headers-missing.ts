import type { EnvironmentCause } from './environment-cause.ts';

export const headersMissing: EnvironmentCause = {
  id: 'headers-missing',
  symbol: '/lib/modules/…/build',
  title: 'The kernel headers are not installed',
  summary: 'A module is built with the headers of exactly the kernel it is for; they are a separate package.',
  advice:
    'Install the headers of that kernel. If they are no longer available, the kernel is outdated: install the newest kernel with its headers, boot it, and build again.',
  certainty: 'verified',
  explains: [
    {
      message:
        /Missing (?:\S+ )?kernel headers|^akms: ERROR: Package linux-\S+ is not available|^Your kernel headers for kernel \S+ cannot be found|kernel headers do(?:es)? not seem to be installed|^Module build for kernel \S+ was skipped/,
    },
    {
      message:
        /\/lib\/modules\/\S+?\/(?:build|source)\/?['’]?: (?:No such file|[Nn]ot a directory|Datei oder|Aucun|No existe|Arquivo|File o|Нет такого|Nie ma|そのような|没有|沒有|그런)/,
    },
    // What make says of the folder that `-C` names, in a language without a catalogue here.
    {
      message: /^(?:\/usr)?\/lib\/modules\/[^/\s:]+\/(?:build|source)\/?: [^:]*[^ -~][^:]*$/,
      tools: ['make'],
      isLikely: true,
    },
    {
      message: /^No rule to make target '\/(?:usr\/)?lib\/modules\/[^/']+\/(?:build|source)'/,
      tools: ['make'],
    },
    {
      message: /^\/(?:usr\/src\/(?:linux|kernels?\b)|lib\/modules\/)\S*: No such file or directory/,
      tools: ['make'],
    },
    {
      message:
        /[Kk]ernel (?:source|headers?)\b.{0,80}(?:not found|does not exist|missing|cannot be found|could not be found|not installed)/,
    },
    {
      message:
        /^This system is currently not set up to build kernel modules.*(?:"header" files|linux-headers|kernel-\w*-?devel)/,
    },
    {
      message:
        /The kernel source directory .* does not exist|Unable to locate the kernel source|unable to find the sources of your current Linux kernel/i,
    },
  ],
  install: { kind: 'headers' },
  // The shell reports missing folders and missing programs in the same words.
  before: ['headers-incomplete', 'build-exclusive', 'configure-failed', 'program-missing'],
};
