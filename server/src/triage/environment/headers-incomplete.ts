import { type EnvironmentCause, isOfHeaders } from './environment-cause.ts';

export const headersIncomplete: EnvironmentCause = {
  id: 'headers-incomplete',
  symbol: 'kernel headers',
  title: 'The kernel headers are incomplete',
  summary:
    'Parts of the headers that a build needs are missing: the programs in scripts/, the configuration, or the tools.',
  advice:
    'Reinstall the package of the headers. In a kernel source tree of your own, run `make oldconfig && make modules_prepare`.',
  certainty: 'likely',
  explains: [
    {
      message:
        /(?:scripts\/(?:basic\/fixdep|mod\/modpost|kconfig|recordmcount|sorttable|genksyms)|tools\/(?:objtool\/objtool|bpf\/resolve_btfids\/resolve_btfids))\S*: (?:No such file|not found)/,
    },
    {
      message:
        /^Kernel configuration is invalid|Configuration file ".*" not found|source tree is not clean|run 'make (?:oldconfig|prepare|modules_prepare|mrproper)'/i,
    },
    {
      message:
        /No rule to make target '(?:.*\/)?(?:tools\/objtool\/objtool|scripts\/\S+|include\/config\/auto\.conf|include\/generated\/\S+|\.config|vmlinux)'/,
    },
    {
      message:
        /Cannot find UTS_RELEASE|UTS_RELEASE definition|(?:generated\/autoconf|linux\/version|generated\/utsrelease)\.h: No such file/,
    },
    { message: /^No rule to make target 'modules(?:_install)?'/ },
    {
      message: /^No rule to make target '(?:clean|help)'/,
      holds: ({ problem }) => isOfHeaders(problem.object),
    },
    // What kbuild includes into each file.
    {
      message:
        /(?:^|\/)include\/linux\/(?:kconfig|compiler-version|compiler_types)\.h: No such file or directory/,
    },
    { message: /^include\/config\/\S+: No such file/ },
    {
      message:
        /No targets specified and no makefile found|No rule to make target '(?:\S*\/)?(?:GNUm|M|m)akefile'/,
      // A relative path in M= begins at the folder of the headers.
      holds: ({ problem }) => isOfHeaders(problem.object) && !/'\.{1,2}\//.test(problem.message),
    },
    { message: /\/lib\/modules\/\S+?\/(?:build|source)\/(?!include\/linux\/autoconf\.h)\S+: No such file/ },
  ],
  install: { kind: 'headers', again: true },
  isOnce: true,
  // The missing programs and files belong to the headers.
  before: [
    'btf-mismatch',
    'program-missing',
    'script-missing',
    'configure-failed',
    'no-makefile',
    'target-unknown',
  ],
};
