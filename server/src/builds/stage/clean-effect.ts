import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { escapeRegex } from '../../escape-regex.ts';
import { isInside } from '../../is-inside.ts';
import type { Plan } from '../plan.ts';
import { filesBelow } from '../source/many-files.ts';

/** A clean command of a dkms.conf, and the folders that it works on. */
export interface CleanSubject {
  readonly command: string;
  /** Where it will run, and where that folder is now: a copy without anything that the kernel's clean treats as a product of a build. */
  readonly buildDir: string;
  readonly copy: string;
  /** The folder of the kernel's headers. */
  readonly kernelDir: string;
}

/** The variables with which a Makefile names further files for the kernel's clean to remove; source: scripts/Makefile.clean of Linux 7.3. */
const removedToo =
  /^[^#\n]*\b(?:clean-files|clean-dirs|targets|hostprogs\S*|userprogs\S*|extra-\w*|always\S*)\s*[:+?]?=/m;

const makefile = /^(?:GNUmakefile|[Mm]akefile|Kbuild)$/;

/**
 * Whether a clean command may change a copy that contains no products of a build. dkms up to 3.1.7 cleans before it builds, which takes as
 * long as make needs to start; in a fresh copy there is nothing to clean, unless the Makefile removes files of the source.
 * False only if the command and the Makefile's rule have one of the few forms that nearly every driver uses.
 */
export async function cleanActs({ command, buildDir, copy, kernelDir }: CleanSubject): Promise<boolean> {
  if (/^(?:\S*\/)?true$/.test(command)) return false;
  const cleaned = folderOfClean(command, buildDir, kernelDir);
  if (cleaned === undefined || (await namesMore(copy))) return true;
  if (cleaned === kernelDir) return false;
  const folder = join(copy, relative(buildDir, cleaned));
  const rule = await cleanRule(folder);
  if (rule?.needs !== '') return true;
  const files = await readdir(folder);
  return !rule.recipe.every((line) => isHarmless(line, files));
}

/** The folder whose Makefile cleans; `undefined` if the command is more than a make with the target clean. */
function folderOfClean(command: string, buildDir: string, kernelDir: string): string | undefined {
  if (!/^'?make'?\s[^;&|`$()<>\n\\*?]*\bclean\s*$/.test(command)) return undefined;
  const words = command.trim().split(/\s+/).slice(1, -1);
  const at = words.indexOf('-C');
  const folder = at < 0 ? buildDir : resolve(buildDir, words[at + 1] ?? '');
  const rest = words.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  if (!rest.every((word) => /^[\w-]+=/.test(word))) return undefined;
  if (folder === kernelDir) {
    const module = rest.find((word) => /^(?:M|SUBDIRS|KBUILD_EXTMOD)=/.test(word));
    return module && isInside(resolve(module.replace(/^\w+=/, '')), buildDir) ? folder : undefined;
  }
  return isInside(folder, buildDir) ? folder : undefined;
}

/** Whether a Makefile below the folder names files for the kernel's clean to remove. */
async function namesMore(folder: string): Promise<boolean> {
  for (const file of await filesBelow(folder)) {
    if (!makefile.test(basename(file))) continue;
    const text = await readFile(join(folder, file), 'utf8').catch(() => '');
    if (removedToo.test(text)) return true;
  }
  return false;
}

/** The rule of the target clean in the Makefile that make reads there; `undefined` if there is not exactly one. */
async function cleanRule(
  folder: string,
): Promise<{ readonly needs: string; readonly recipe: readonly string[] } | undefined> {
  for (const name of ['GNUmakefile', 'makefile', 'Makefile']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const lines = text.replaceAll('\\\n', ' ').split('\n');
    const rules = lines.flatMap((line, at) => (/^(?:[^\t#]*\s)?clean\s*:/.test(line) ? [at] : []));
    const [at = -1] = rules;
    const [, needs] = /^clean\s*:(?![:=])([^;]*)$/.exec(lines[at] ?? '') ?? [];
    if (rules.length !== 1 || needs === undefined) return undefined;
    const end = lines.findIndex((line, index) => index > at && !line.startsWith('\t'));
    const recipe = lines.slice(at + 1, end < 0 ? undefined : end).map((line) => line.trim());
    return { needs: needs.replace(/#.*/, '').trim(), recipe };
  }
  return undefined;
}

/** Whether a line of a recipe is the kernel's clean, or an rm of files that do not exist. */
function isHarmless(line: string, files: readonly string[]): boolean {
  const command = line.replace(/^[@+-]+\s*/, '').trim();
  if (command === '' || command.startsWith('#')) return true;
  if (/^(?:\$[({]MAKE[)}]|make)\s[^;&|`<>\\]*\s(?:M|SUBDIRS)=[^;&|`<>\\]*\sclean$/.test(command)) return true;
  const [, words] = /^rm((?:\s+-[frv]+)?(?:\s+[\w.~*?+@-]+)+)$/.exec(command) ?? [];
  if (words === undefined) return false;
  const patterns = words
    .trim()
    .split(/\s+/)
    .filter((word) => !word.startsWith('-'));
  return patterns.every((pattern) => !files.some((file) => matches(file, pattern)));
}

/** Whether a shell pattern of letters, `*` and `?` matches a name. In doubt it does: a match too many is harmless here. */
function matches(name: string, pattern: string): boolean {
  const regex = escapeRegex(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  return new RegExp(`^${regex}$`).test(name);
}

/** Whether CLEAN may change a fresh copy. It may if a patch or a script runs before it, since that can create files that CLEAN removes. */
export async function needsClean(plan: Plan, copy: string): Promise<boolean> {
  const at = plan.steps.findIndex((step) => step.kind === 'clean');
  const clean = plan.steps[at];
  if (!clean) return false;
  const { buildDir, kernel } = plan;
  return at > 0 || cleanActs({ command: clean.command, buildDir, copy, kernelDir: kernel.buildDir });
}
