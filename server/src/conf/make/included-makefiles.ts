import { escapeRegex } from '../../escape-regex.ts';
import {
  findEntry,
  type MakefileCondition,
  type MakefileFacts,
  type MakefileInclude,
  type MakefileVariable,
  mayBeGenerated,
  orderOf,
  type SourceFacts,
} from '../rules/source-facts.ts';
import type { MakeValues } from './make-values.ts';
import { hasMark, pathFrom, wordsOf } from './walked-text.ts';

/** A Makefile in which the included files replace their `include` lines. */
export interface WholeMakefile {
  readonly makefile: MakefileFacts;
  /** Whether all included files are known. */
  readonly isWhole: boolean;
}

/** No real Makefile nests its includes deeper. */
const deepest = 8;

/**
 * A Makefile merged with the files that it includes when make reads it in `folder`; its `includes` are those that could not be read.
 * `valuesOf` gives the variables that a Makefile has there.
 */
export function withIncludes(
  own: MakefileFacts,
  folder: string,
  facts: SourceFacts,
  valuesOf: (makefile: MakefileFacts) => MakeValues,
  depth = 0,
): WholeMakefile {
  let merged: MakefileFacts = { ...own, includes: [], includeStatements: [] };
  const unread: string[] = [];
  let isWhole = true;
  for (const statement of own.includeStatements) {
    const order = orderOf(statement);
    const values = valuesOf(upTo(merged, order));
    const holds = values.hold(statement.conditions);
    if (holds === false) continue;
    for (const name of namesOf(wordsOf(values.expand(statement.names)), folder, facts)) {
      const path = hasMark(name.slice(1)) || /[*?[]/.test(name) ? undefined : pathFrom(folder, name);
      if (path !== undefined && isLeftOut(statement, { name, path }, merged, facts)) continue;
      const found = depth < deepest && facts.makefiles.find((one) => one.path === path);
      if (!found) {
        unread.push(name);
        isWhole = false;
        continue;
      }
      if (holds === undefined) isWhole = false;
      const included = withIncludes(
        found,
        folder,
        facts,
        (one) => valuesOf(merge(merged, one, order)),
        depth + 1,
      );
      if (!included.isWhole) isWhole = false;
      unread.push(...included.makefile.includes);
      merged = merge(merged, included.makefile, order);
    }
  }
  return { makefile: { ...merged, includes: unread }, isWhole };
}

/** The names with each pattern replaced by what it matches in its folder, in make's order; a pattern stays if the folder is not known. */
function namesOf(words: readonly string[], folder: string, facts: SourceFacts): readonly string[] {
  return words.flatMap((word) => {
    const [, before = '', pattern] = /^(.*\/)?([^/]*\*[^/]*)$/.exec(word) ?? [];
    const path = pattern === undefined || /[?[\\]/.test(word) ? undefined : pathFrom(folder, before);
    const entries = path === undefined ? undefined : facts.folders.get(path);
    if (pattern === undefined || !entries) return [word];
    const parts = pattern.split('*').map(escapeRegex);
    const matcher = new RegExp(`^${parts.join('.*')}$`);
    const found = [...entries.keys()].filter((name) => matcher.test(name) && !name.startsWith('.')).sort();
    return found.map((name) => `${before}${name}`);
  });
}

/** Whether make skips an optional include (`-include`): the file does not exist and no rule makes it. */
function isLeftOut(
  { optional }: MakefileInclude,
  { name, path }: { readonly name: string; readonly path: string },
  { targets }: MakefileFacts,
  facts: SourceFacts,
): boolean {
  return (
    optional &&
    findEntry(facts, path) === 'absent' &&
    !mayBeGenerated(facts, path) &&
    !targets.some(({ names }) => names.includes('%') || names.includes('$') || names.includes(name))
  );
}

/** The part of a Makefile that make has read before a place. */
function upTo(makefile: MakefileFacts, order: number): MakefileFacts {
  return { ...makefile, variables: makefile.variables.filter((one) => orderOf(one) < order) };
}

function merge(outer: MakefileFacts, included: MakefileFacts, at: number): MakefileFacts {
  // No file has a million lines, so all of its lines are ordered between that of the include and the next.
  const place = (one: { readonly line?: number; readonly order?: number }) => at + (orderOf(one) + 1) / 1e6;
  const within = (conditions: readonly MakefileCondition[]) =>
    conditions.map((one) => ({ ...one, order: place(one) }));
  const moved = <
    One extends {
      readonly line: number;
      readonly order?: number;
      readonly conditions: readonly MakefileCondition[];
    },
  >(
    one: One,
  ): One => ({ ...one, order: place(one), conditions: within(one.conditions) });
  const inOrder = <One extends { readonly line: number; readonly order?: number }>(all: readonly One[]) =>
    all.toSorted((a, b) => orderOf(a) - orderOf(b));
  const variable = <One extends MakefileVariable>(one: One): One => ({ ...moved(one), isIncluded: true });
  return {
    ...outer,
    variables: inOrder([...outer.variables, ...included.variables.map(variable)]),
    targets: inOrder([
      ...outer.targets,
      ...included.targets.map((rule) => ({
        ...moved(rule),
        recipe: rule.recipe.map((line) => ({ ...line, conditions: within(line.conditions) })),
      })),
    ]),
    recipes: [...outer.recipes, ...included.recipes],
    uses: new Set([...outer.uses, ...included.uses]),
    exports: [
      ...outer.exports,
      ...included.exports.map((one) => ({ ...one, conditions: within(one.conditions) })),
    ],
    targetVariables: inOrder([...outer.targetVariables, ...included.targetVariables.map(variable)]),
    hidesVariables: outer.hidesVariables || included.hidesVariables,
  };
}
