import type { MakefileFacts, MakefileRule } from '../rules/source-facts.ts';

/** Whether a Makefile changes how make runs what it says: where errors stop it, what shell runs a recipe, what begins one. */
export function changesMake({ targets, variables }: MakefileFacts): boolean {
  return (
    targets.some(({ names }) => /(?:^|\s)\.(?:IGNORE|ONESHELL|POSIX)(?:\s|$)/.test(names)) ||
    variables.some(
      ({ name, value }) =>
        /^(?:\.SHELLFLAGS|\.RECIPEPREFIX|MAKEFILES)$/.test(name) ||
        // How it prints is nothing to the build, and a shell that is named is most often bash.
        (/^(?:GNU)?MAKEFLAGS$/.test(name) && !/^(?:\s*(?:--no-print-directory|-?[rRs]+))*\s*$/.test(value)) ||
        (name === 'SHELL' && !/^(?:\/(?:usr\/)?bin\/)?(?:ba|da)?sh$/.test(value.trim())),
    )
  );
}

/** The rules of one target whose recipes run: the last one that has any, or, of those with `::` or that may not be there, each. */
export function recipesOf<Rule extends { readonly rule: MakefileRule; readonly certain: boolean }>(
  made: readonly Rule[],
): readonly Rule[] {
  const own = made.filter(({ rule }) => rule.recipe.length > 0);
  return made.every(({ rule, certain }) => rule.isDouble && certain) || made.some(({ certain }) => !certain)
    ? own
    : own.slice(-1);
}

/** The first target that make would take by itself. */
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
