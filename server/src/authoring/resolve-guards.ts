import { compareVersions, type VersionNumbers } from '../versions.ts';

/** Whether the lines of a branch stay, and whether the guard around them stays. */
interface Guard {
  readonly isOpen: boolean;
  keeps: boolean;
}

/**
 * Removes the version guards from C source whose outcome is the same for every kernel from `oldest` on, and the branches that none of
 * these kernels compiles. Guards are `#if LINUX_VERSION_CODE >= KERNEL_VERSION(a, b, c)` or `<`, with or without an
 * `#else`; they can be nested.
 */
export function resolveGuards(source: string, oldest: VersionNumbers): string {
  const guards: Guard[] = [];
  const lines = source.split('\n').filter((line) => {
    const [, operator, version = ''] =
      /^#if LINUX_VERSION_CODE (>=|<) KERNEL_VERSION\(([\d, ]+)\)/.exec(line) ?? [];
    if (operator !== undefined) {
      const isResolved = compareVersions(oldest, version.split(',').map(Number)) >= 0;
      guards.push({ isOpen: !isResolved, keeps: !isResolved || operator === '>=' });
    }
    const guard = guards.at(-1);
    if (operator !== undefined) return keepsLine(guards);
    if (line.startsWith('#else') && guard) {
      if (!guard.isOpen) guard.keeps = !guard.keeps;
      return keepsLine(guards);
    }
    if (line.startsWith('#endif') && guard) {
      const keeps = keepsLine(guards);
      guards.pop();
      return keeps;
    }
    return guards.every(({ keeps }) => keeps);
  });
  const text = lines.join('\n');
  return text.includes('LINUX_VERSION_CODE') ? text : text.replace('#include <linux/version.h>\n', '');
}

/** Whether the innermost guard's own lines (`#if`, `#else`, `#endif`) stay. */
function keepsLine(guards: readonly Guard[]): boolean {
  return guards.at(-1)?.isOpen === true && guards.slice(0, -1).every(({ keeps }) => keeps);
}
