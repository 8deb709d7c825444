import type { EnvironmentCause, EnvironmentContext } from './environment-cause.ts';

/** A folder of dkms or of a source that is called `@NAME@`, `#MODULE_VERSION#`, `{VERSION}`, `%{version}`, `<version>` or `__VERSION__`. */
const unfilled = /\/(?:dkms|src)\/[^/\s]*\/?[^/\s]*(?:@\w+@|#\w+#|%?\{\{? ?\w+ ?\}|<\w+>|__[A-Z_]+__)/;

function isUnfilled({ problem }: EnvironmentContext): boolean {
  return unfilled.test(`${problem.object ?? ''} ${problem.message}`);
}

export const placeholderInPath: EnvironmentCause = {
  id: 'placeholder-in-path',
  symbol: 'dkms.conf',
  title: 'A placeholder in dkms.conf was not filled in',
  summary:
    'The path still has a placeholder where the name or the version of the module belongs: the dkms.conf is a template, which the build of a package fills in.',
  advice:
    'Install the module with the package or the script of its project, or write the name and the version in place of the placeholders in dkms.conf, also in MAKE and CLEAN. `dkms-tools check` names them.',
  certainty: 'likely',
  explains: [
    { message: /^No rule to make target|No such file or directory|does not exist/, holds: isUnfilled },
  ],
  before: ['no-makefile', 'headers-missing', 'module-folder-missing', 'object-without-source'],
};
