import type { EnvironmentCause } from './environment-cause.ts';

/** Kbuild prints this when it compares the compilers; the options are those of clang. */
const isBuiltByClang = /built by: .*clang|-mllvm|-fsplit-lto-unit|-mretpoline-external-thunk/;

export const kernelBuiltByClang: EnvironmentCause = {
  id: 'kernel-built-by-clang',
  symbol: 'clang',
  title: 'The kernel was built with clang, and this build uses gcc',
  summary:
    'The compiler options of the kernel are passed to the build of the module, and gcc does not support those of clang.',
  advice:
    'Build with `LLVM=1` on the command line of make, with clang and lld installed; in a dkms.conf: `MAKE[0]="make LLVM=1 …"`. dkms 3.1.2 and later adds it by itself when it sees that the kernel was built with clang.',
  certainty: 'likely',
  replacement: 'LLVM=1',
  explains: [
    {
      message:
        /unrecognized (?:command[- ]line|debug output level|argument).*(?:-mretpoline-external-thunk|-fsplit-lto-unit|-mllvm|-flto=thin|-fsanitize=kcfi|-fsanitize-cfi|-fbasic-block-sections|-fdebug-info-for-profiling|-fsplit-machine-functions|-mstack-alignment|-fintegrated-as|-fno-integrated-as|--target=|-Qunused|-import-instr|-improved-fs|-fexperimental|-fprofile-sample-use|-Wno-gnu|-fvisibility-inlines|-fcf-|-no-opaque|-fno-sanitize-|-mno-global-merge|-ftrivial-auto-var-init=zero-enable|-enable-trivial)/,
    },
    {
      message:
        /unrecognized command[- ]line option|Unbekannte Kommandozeilenoption|option de la ligne de commande .* non reconnue/,
      holds: ({ problems }) => problems.some(({ message }) => isBuiltByClang.test(message)),
    },
    {
      message:
        /^the compiler differs from the one used to build the kernel\n.*built by: .*clang .*\n.*using: +gcc/,
    },
    // Only ld.lld reads the objects of ThinLTO.
    { message: /unrecognized emulation mode: llvm/ },
    // The objects of a kernel with LTO are clang's, which GNU's ld can't read.
    { message: /\.o: file (?:not recognized|format not recognized)/, tools: ['ld'], isLikely: true },
  ],
  install: {
    kind: 'packages',
    names: { debian: 'clang lld', fedora: 'clang lld', arch: 'clang lld', suse: 'clang lld' },
  },
  isOnce: true,
  // gcc rejects an option of clang as it rejects one of a newer gcc.
  before: ['kernel-built-by-newer-gcc'],
};
