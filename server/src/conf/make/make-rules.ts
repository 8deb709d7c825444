import type { MakefileFacts, MakefileRule, TargetVariable } from '../rules/source-facts.ts';
import { wordsOf } from './walked-text.ts';

/** Whether a Makefile changes how make runs recipes: which errors stop it, which shell it uses, which character begins a recipe line. */
export function changesMake({ targets, variables, hidesVariables }: MakefileFacts): boolean {
  return (
    hidesVariables ||
    targets.some(({ names }) => /(?:^|\s)\.(?:ONESHELL|POSIX)(?:\s|$)/.test(names)) ||
    variables.some(
      ({ name, value }) =>
        /^(?:\.SHELLFLAGS|\.RECIPEPREFIX|MAKEFILES)$/.test(name) ||
        // Options that only change what make prints do not matter, and a named shell is most often bash.
        (/^(?:GNU)?MAKEFLAGS$/.test(name) && !/^(?:\s*(?:--no-print-directory|-?[rRs]+))*\s*$/.test(value)) ||
        (name === 'SHELL' && !/^(?:\/(?:usr\/)?bin\/)?(?:ba|da)?sh$/.test(value.trim())),
    )
  );
}

type Rules = readonly { readonly rule: MakefileRule; readonly names: readonly string[] }[];

/** Whether a target is declared as `.PHONY`: a name that is not a file, so that no implicit rule makes it. */
export function isPhony(target: string, rules: Rules): boolean {
  return rules.some(
    ({ rule, names }) => names.includes('.PHONY') && rule.prerequisites.split(/\s+/).includes(target),
  );
}

/** Whether a rule is for make itself or for patterns, so that it may change how any target is made. */
export function isSpecial({ names }: { readonly names: readonly string[] }): boolean {
  return names.some((name) => /^\.[A-Z_]+$|%|[*?[]/.test(name) && name !== '.PHONY');
}

/**
 * The prerequisites of a target, those after `|` included; `undefined` stands for text at which make stops. `targets: pattern:
 * prerequisites` puts the stem of each target in place of `%`.
 */
export function prerequisitesOf(text: string, target: string): readonly (string | undefined)[] {
  const [, pattern, given] = /^\s*(\S*%\S*)\s*:(.*)$/s.exec(text) ?? [];
  const names = wordsOf((given ?? text).replace('|', ' '));
  if (pattern === undefined) return names;
  if (!isPatternOf(target, pattern)) return [undefined];
  const at = pattern.indexOf('%');
  const stem = target.slice(at, target.length - (pattern.length - at - 1));
  return names.map((name) => name.replace('%', () => stem));
}

/** Whether make continues if a command of a target fails: `.IGNORE` names it, or names nothing, which means all. */
export function ignoresErrors(
  target: string,
  rules: readonly { readonly names: readonly string[]; readonly prerequisites: readonly string[] }[],
): boolean {
  return rules.some(
    ({ names, prerequisites }) =>
      names.includes('.IGNORE') && (prerequisites.length === 0 || prerequisites.includes(target)),
  );
}

/** The rules of one target whose recipes run: the last that has a recipe; of `::` rules and of uncertain ones, all. */
export function recipesOf<Rule extends { readonly rule: MakefileRule; readonly certain: boolean }>(
  made: readonly Rule[],
): readonly Rule[] {
  const own = made.filter(({ rule }) => rule.recipe.length > 0);
  return made.every(({ rule, certain }) => rule.isDouble && certain) || made.some(({ certain }) => !certain)
    ? own
    : own.slice(-1);
}

/** The targets that make builds if the command names none: `named`, else the first one; empty if there is none. */
export function defaultGoals(
  rules: readonly { readonly rule: MakefileRule; readonly names: readonly string[] }[],
  named: string,
): readonly string[] {
  if (named !== '') return [named];
  for (const { names } of rules) {
    const [first] = names.filter((name) => !/^\.[^/]*$/.test(name) && !name.includes('%'));
    if (first !== undefined) return [first];
  }
  return [];
}

/** The target-specific variables of a target: those of patterns first, since those of its own name override them. */
export function variablesOf(
  target: string,
  all: readonly { readonly variable: TargetVariable; readonly names: readonly string[] }[],
): readonly TargetVariable[] {
  const byPattern = all.flatMap(({ variable, names }) => {
    const stems = names.filter((name) => isPatternOf(target, name)).map((name) => name.length);
    return stems.length > 0 ? [{ variable, length: Math.max(...stems) }] : [];
  });
  return [
    // The longest pattern leaves the shortest stem, so it comes last and overrides the others.
    ...byPattern.toSorted((a, b) => a.length - b.length).map(({ variable }) => variable),
    ...all.filter(({ names }) => names.includes(target)).map(({ variable }) => variable),
  ];
}

/** Whether a target matches a name with `%`. */
export function isPatternOf(target: string, name: string): boolean {
  const at = name.indexOf('%');
  if (at < 0) return false;
  const [before, behind] = [name.slice(0, at), name.slice(at + 1)];
  return target.length >= name.length && target.startsWith(before) && target.endsWith(behind);
}

/** Whether a target has rules of both kinds, with `:` and with `::`, at which make stops. */
export function mixesColons(
  rules: readonly { readonly rule: MakefileRule; readonly names: readonly string[] }[],
): boolean {
  const kinds = new Map<string, boolean>();
  return rules.some(({ rule, names }) =>
    names.some((name) => {
      const isDouble = rule.isDouble ?? false;
      const before = kinds.get(name) ?? isDouble;
      kinds.set(name, isDouble);
      return before !== isDouble;
    }),
  );
}
