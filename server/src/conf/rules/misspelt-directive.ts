import type { DirectiveName } from '../directives/directive.ts';
import { directives, findDirective } from '../directives/directives.ts';
import { commentBehindCommand, findIgnoredNames } from './ignored-names.ts';
import type { Rule } from './rule.ts';

/** Names that people write for a directive, and that differ too much from it to be typos. */
const wrongNames: ReadonlyMap<string, DirectiveName> = new Map<string, DirectiveName>([
  ['BUILD_MODULE_NAME', 'BUILT_MODULE_NAME'],
  ['BUILD_MODULE_LOCATION', 'BUILT_MODULE_LOCATION'],
  ['DEST_MODULE_LOC', 'DEST_MODULE_LOCATION'],
  ['DEST_MODULE_PATH', 'DEST_MODULE_LOCATION'],
  ['MAKE_CMD', 'MAKE'],
  ['MAKE_COMMAND', 'MAKE'],
  ['POSTINST', 'POST_INSTALL'],
  ['POSTINSTALL', 'POST_INSTALL'],
  ['PREINST', 'PRE_INSTALL'],
  ['PREINSTALL', 'PRE_INSTALL'],
  ['POSTREMOVE', 'POST_REMOVE'],
  ['POST_UNINSTALL', 'POST_REMOVE'],
  ['POST_DELETE', 'POST_REMOVE'],
  ['PACKAGE_VER', 'PACKAGE_VERSION'],
  ['BUILT_MODULE_PATH', 'BUILT_MODULE_LOCATION'],
  ['BUILT_LOCATION', 'BUILT_MODULE_LOCATION'],
  ['DEST_LOCATION', 'DEST_MODULE_LOCATION'],
  ['DEST_MODULE_DIR', 'DEST_MODULE_LOCATION'],
  ['BUILD_CMD', 'MAKE'],
  ['BUILD_COMMAND', 'MAKE'],
  ['EXCLUSIVE_KERNEL', 'BUILD_EXCLUSIVE_KERNEL'],
  ['EXCLUSIVE_ARCH', 'BUILD_EXCLUSIVE_ARCH'],
  ['PATCHES', 'PATCH'],
  ['AUTO_INSTALL', 'AUTOINSTALL'],
  ['BUILD_EXCLUSIVE_KERNEL_VERSION', 'BUILD_EXCLUSIVE_KERNEL'],
]);

/** Beginnings that no directive has, and that are not typos. */
const otherWords = /^(?:PRE|POST)_UN/;

/** Short names are similar to too many words. */
const longNames = directives.map(({ name }) => name).filter((name) => name.length >= 6);

export const misspeltDirective: Rule = {
  id: 'misspelt-directive',
  severity: 'warning',
  summary: 'The name of a variable is almost that of a directive, and nothing uses the variable.',
  messages: [],
  inComments: commentBehindCommand,
  *check(context) {
    const { reading } = context;
    for (const { name, span } of findIgnoredNames(context, (each) => meantDirective(each) !== undefined)) {
      const meant = meantDirective(name) as DirectiveName;
      yield {
        message: `dkms does not recognise ${name} and silently ignores it. Did you mean ${meant}?`,
        span,
        fixes: [
          {
            title: `Change to ${meant}`,
            edits: [{ span, newText: meant }],
            // If the directive is set as well, renaming would overwrite it.
            preferred: !reading.directives.has(meant) && !reading.uncertain.has(meant),
          },
        ],
      };
    }
  },
};

/** The directive that a name certainly stands for: one letter is wrong, or people often write it so. */
export function meantDirective(name: string): DirectiveName | undefined {
  const known = wrongNames.get(name);
  if (known) return known;
  const upper = name.toUpperCase();
  const sameLetters = findDirective(upper);
  if (sameLetters) return sameLetters.name;
  // A number after a name is intended.
  if (/\d$/.test(name)) return undefined;
  // POST_UNINSTALL means something else; it is not a typo for POST_INSTALL.
  if (otherWords.test(upper)) return undefined;
  const candidates = longNames.filter((each) => isNear(upper, each));
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Whether a name differs by little from another: one letter too many, missing, wrong, or two of them exchanged; two such typos in names of ten letters and more. */
export function isNear(name: string, directive: string): boolean {
  const most = directive.length >= 10 ? 2 : 1;
  if (Math.abs(name.length - directive.length) > most) return false;
  // A typo leaves one end unchanged; checking that first keeps files with many variables fast.
  if (name.slice(0, 2) !== directive.slice(0, 2) && name.slice(-2) !== directive.slice(-2)) return false;
  let older: number[] = [];
  let previous = Array.from({ length: directive.length + 1 }, (_, column) => column);
  for (let row = 1; row <= name.length; row++) {
    const current = [row];
    for (let column = 1; column <= directive.length; column++) {
      const same = name[row - 1] === directive[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const exchanged = name[row - 1] === directive[column - 2] && name[row - 2] === directive[column - 1];
      if (row > 1 && column > 1 && exchanged) cost = Math.min(cost, (older[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    older = previous;
    previous = current;
  }
  return (previous[directive.length] ?? most + 1) <= most;
}
