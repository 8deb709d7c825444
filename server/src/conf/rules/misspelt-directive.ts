import { allowList } from '../directives/allow-list.ts';
import { directives, findDirective } from '../directives/directives.ts';
import type { Rule } from './rule.ts';

/** Names that people write for a directive, and that are too far from it for a slip of the finger. */
const wrongNames: Readonly<Record<string, string>> = {
  BUILD_MODULE_NAME: 'BUILT_MODULE_NAME',
  BUILD_MODULE_LOCATION: 'BUILT_MODULE_LOCATION',
  DEST_MODULE_LOC: 'DEST_MODULE_LOCATION',
  DEST_MODULE_PATH: 'DEST_MODULE_LOCATION',
  MAKE_CMD: 'MAKE',
  MAKE_COMMAND: 'MAKE',
  POSTINST: 'POST_INSTALL',
  POSTINSTALL: 'POST_INSTALL',
  PREINST: 'PRE_INSTALL',
  PREINSTALL: 'PRE_INSTALL',
  POSTREMOVE: 'POST_REMOVE',
  PATCHES: 'PATCH',
  AUTO_INSTALL: 'AUTOINSTALL',
  BUILD_EXCLUSIVE_KERNEL_VERSION: 'BUILD_EXCLUSIVE_KERNEL',
};

export const misspeltDirective: Rule = {
  id: 'misspelt-directive',
  severity: 'warning',
  summary: 'A variable that is almost a directive, and that nothing uses.',
  messages: [],
  *check({ conf, reading, statements }) {
    const working = new Set(allowList(reading.facts.dkmsVersion, reading.facts));
    for (const { assignment } of statements.assignments()) {
      const { name, start, nameEnd } = assignment;
      if (working.has(name) || findDirective(name)) continue;
      const meant = nearestDirective(name);
      // A variable that the file uses is one of its own, however it is called.
      if (!meant || isUsed(conf.text, name)) continue;
      const span = { start, end: nameEnd };
      yield {
        message: `dkms knows no ${name} and ignores it without a word. Write ${meant}.`,
        span,
        fixes: [
          {
            title: `Write ${meant}`,
            edits: [{ span, newText: meant }],
            // Where the directive is set as well, renaming would overwrite it.
            preferred: !new RegExp(`\\b${meant}\\b`).test(conf.text),
          },
        ],
      };
    }
  },
};

function nearestDirective(name: string): string | undefined {
  const known = wrongNames[name];
  if (known) return known;
  const sameLetters = directives.find((each) => each.name === name.toUpperCase());
  if (sameLetters) return sameLetters.name;
  // Short names are near to too much, and a number behind a name is meant.
  const candidates = directives.filter(
    (each) => each.name.length >= 6 && !/\d$/.test(name) && isNear(name.toUpperCase(), each.name),
  );
  return candidates.length === 1 ? candidates[0]?.name : undefined;
}

/** One letter too many, missing, wrong, or two of them exchanged; two such slips in names of ten letters and more. */
function isNear(name: string, directive: string): boolean {
  const most = directive.length >= 10 ? 2 : 1;
  if (Math.abs(name.length - directive.length) > most) return false;
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

/** Whether the name stands anywhere but before an assignment: in an expansion, a subscript, `export`, arithmetic. */
function isUsed(text: string, name: string): boolean {
  return new RegExp(`(?<!\\w)${name}(?!\\w|(?:\\[[^\\]\\n]*\\])?\\+?=)`).test(text.replace(/^\s*#.*$/gm, ''));
}
