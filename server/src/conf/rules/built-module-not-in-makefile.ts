import { listFirst } from '../../plural.ts';
import type { Conf } from '../conf.ts';
import { certainRecords, type DirectiveElement, findElement, knownText } from '../reading/reading.ts';
import { valueSpanOf } from './anchors.ts';
import { replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import { findTargets, misnamedTarget, placesOfTarget, targetsOf } from './kbuild-targets.ts';
import { isNearName } from './near-names.ts';
import type { Rule } from './rule.ts';
import type { ProjectFacts } from './source-facts.ts';

export const builtModuleNotInMakefile: Rule = {
  id: 'built-module-not-in-makefile',
  severity: 'warning',
  summary: 'BUILT_MODULE_NAME names a module that the Makefile of its folder does not build.',
  messages: [],
  *check({ conf, reading, sourceFacts }) {
    if (!sourceFacts) return;
    // A script or a patch may write or change the Makefile before it is used.
    if (['PRE_BUILD', 'PATCH'].some((name) => reading.directives.has(name as 'PATCH'))) return;
    const records = certainRecords(reading);
    for (const { index, builtName, builtLocation } of records) {
      const element = findElement(reading, 'BUILT_MODULE_NAME', index);
      const span = valueSpanOf(element);
      if (builtName.kind !== 'known' || builtLocation.kind !== 'known' || !span) continue;
      if (builtName.text === '' || knownText(reading, 'BUILT_MODULE_NAME', index) !== builtName.text)
        continue;
      // A placeholder is filled in later, and a name with a path belongs to another Makefile.
      if (!/^[\w.+-]+$/.test(builtName.text) || /\.k?o$/.test(builtName.text)) continue;
      if (sourceFacts.project) {
        const { targets, complete } = targetsOfProject(sourceFacts.project, builtName.text);
        const alike = targets.filter((name) => isNearName(name, builtName.text));
        // A name that resembles no target may be another module, unless the project builds just one.
        const isOnly = alike.length === 0 && complete && records.length === 1 && targets.length === 1;
        const [meant] = isOnly ? targets : alike;
        if (meant === undefined) continue;
        yield {
          message: `The project builds ${listFirst(targets)}, but not ${builtName.text}: dkms will not find ${builtLocation.text}${builtName.text}.ko after the build. Write "${meant}", or add the module.`,
          ...{ span, fixes: fixesFor(conf, element, meant, alike.length === 1) },
        };
        continue;
      }
      const folder = builtLocation.text.replace(/^\.\//, '').replace(/\/+$/, '');
      const misnamed = misnamedTarget(sourceFacts, folder, builtName.text);
      if (misnamed !== undefined) {
        yield {
          message: `obj-m names ${misnamed}, for which kbuild has no rule: it makes ${builtName.text}.ko of ${builtName.text}.o. Write ${builtName.text}.o in obj-m.`,
          ...{ span, fixes: [] },
        };
        continue;
      }
      const targets = findTargets(sourceFacts, folder);
      if (!targets?.complete || targets.names.includes(builtName.text)) continue;
      // The module is built in another folder, and may be moved here or renamed.
      if (placesOfTarget(sourceFacts, builtName.text).length > 0) continue;
      if (sourceFacts.makefiles.some((each) => each.recipes.some(movesModules))) continue;
      const likely = targets.names.filter((name) => isNearName(name, builtName.text));
      const [only] = likely.length > 0 ? likely : targets.names.length === 1 ? targets.names : [];
      const fixes = only === undefined ? [] : fixesFor(conf, element, only, likely.length === 1);
      yield {
        message: `${targets.makefile.path} builds ${listFirst(targets.names)}, but not ${builtName.text}: dkms will not find ${builtLocation.text}${builtName.text}.ko after the build. ${only ? `Write "${only}"` : `Write one of these names`}, or add the module to ${targets.makefile.path}.`,
        span,
        fixes,
      };
    }
  },
};

/** The known modules that a project builds; none if something else mentions the module in question. */
function targetsOfProject(
  { words, makefiles }: ProjectFacts,
  name: string,
): { readonly targets: readonly string[]; readonly complete: boolean } {
  if ([...words].some((word) => word.startsWith(name))) return { targets: [], complete: false };
  const lists = makefiles.map(targetsOf);
  const complete = lists.every((one) => one.complete || one.names.length === 0);
  return { targets: [...new Set(lists.flatMap(({ names }) => names))], complete };
}

function fixesFor(
  conf: Conf,
  element: DirectiveElement | undefined,
  name: string,
  preferred: boolean,
): readonly Fix[] {
  const edit = replaceValue(conf, element?.valueSpan, name);
  return edit ? [{ title: `Change to "${name}"`, edits: [edit], preferred }] : [];
}

function movesModules(recipe: string): boolean {
  return /\b(?:cp|mv|ln|objcopy|ld|\$\(LD\))\b.*\.ko\b/.test(recipe);
}
