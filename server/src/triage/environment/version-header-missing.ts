import type { EnvironmentCause } from './environment-cause.ts';

export const versionHeaderMissing: EnvironmentCause = {
  id: 'version-header-missing',
  symbol: 'LINUX_VERSION_CODE',
  title: 'The file compares LINUX_VERSION_CODE without including <linux/version.h>',
  summary:
    'LINUX_VERSION_CODE and KERNEL_VERSION are defined in that header. Other headers bring it along only by chance, and above the first #include there is none.',
  advice: 'Write `#include <linux/version.h>` above the first comparison.',
  certainty: 'verified',
  explains: [
    { message: /^(?:function-like macro )?["'](?:LINUX_VERSION_CODE|KERNEL_VERSION)["'] is not defined/ },
    {
      message: /^missing binary operator before token "\("/,
      // gcc first warns that the name is not defined, unless these warnings are off.
      holds: ({ problem, problems }) =>
        /\bKERNEL_VERSION\s*\(/.test(problem.quote ?? '') ||
        problems.some(
          ({ file, line, message }) =>
            file === problem.file &&
            line === problem.line &&
            /^"KERNEL_VERSION" is not defined/.test(message),
        ),
    },
  ],
  replacement: '#include <linux/version.h>',
  include: 'linux/version.h',
};
