/** The programs that can run a command as root, for a user who knows the password. */
export type RootProgram = 'sudo' | 'pkexec' | 'su';

/**
 * The line that runs a command as root by the program that the user has set, or by another one if that is not installed; `undefined` if
 * there is none.
 */
export function rootLine(
  command: string,
  wanted: RootProgram,
  installed: ReadonlySet<string>,
): string | undefined {
  const programs: readonly RootProgram[] = [wanted, 'sudo', 'pkexec', 'su'];
  const program = programs.find((name) => installed.has(name));
  switch (program) {
    case 'sudo':
      return `sudo ${command}`;
    case 'pkexec':
      // It looks for the program in this user's PATH, which may lack the folders of root; env looks in those.
      return `pkexec ${command.startsWith('/') ? '' : 'env '}${command}`;
    case 'su':
      return `su -l -c '${command.replaceAll("'", "'\\''")}'`;
    case undefined:
      return undefined;
    default:
      return program satisfies never;
  }
}
