import { certainRecords, knownText } from '../reading/reading.ts';
import { valueSpanOf } from './anchors.ts';
import { replaceValue } from './edits.ts';
import type { Fix } from './finding.ts';
import { findTargets, placesOfTarget } from './kbuild-targets.ts';
import type { Rule } from './rule.ts';

export const builtModuleElsewhere: Rule = {
  id: 'built-module-elsewhere',
  severity: 'warning',
  summary: 'BUILT_MODULE_LOCATION is not the folder in which the Makefile builds the module.',
  messages: [],
  *check({ conf, reading, sourceFacts, walks }) {
    if (!sourceFacts) return;
    const [walked, ...others] = walks.makes;
    if (!walked || others.length > 0 || !walked.walk.complete || walked.walk.missing.length > 0) return;
    // A recipe may move or link the module to where dkms looks.
    if (sourceFacts.makefiles.some(({ recipes }) => recipes.some((line) => /\.ko\b/.test(line)))) return;
    if (reading.directives.has('POST_BUILD')) return;
    const called = walked.walk.kbuild.map(({ folder }) => folder);
    if (called.length === 0 || called.includes(undefined)) return;
    for (const { index, builtName, builtLocation } of certainRecords(reading)) {
      const name = reading.directives.get('BUILT_MODULE_NAME')?.find((each) => each.index === index);
      const location = reading.directives.get('BUILT_MODULE_LOCATION')?.find((each) => each.index === index);
      const span = valueSpanOf(location) ?? valueSpanOf(name);
      if (builtName.kind !== 'known' || builtLocation.kind !== 'known' || !span) continue;
      if (knownText(reading, 'BUILT_MODULE_NAME', index) !== builtName.text || builtName.text.includes('/'))
        continue;
      const written = builtLocation.text.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
      const [place, ...otherPlaces] = placesOfTarget(sourceFacts, builtName.text);
      // Report only if it is built in a single folder, Kbuild is certainly called there, and the folder in which dkms looks is completely known.
      if (place === undefined || otherPlaces.length > 0 || !called.includes(place.namedIn)) continue;
      const { folder } = place;
      if (folder === written) continue;
      if (mayBuildHere(written, builtName.text)) continue;
      const edit = replaceValue(conf, location?.valueSpan, folder);
      const fixes: Fix[] = edit ? [{ title: `Change to "${folder}"`, edits: [edit], preferred: true }] : [];
      const setTo = location ? `is "${builtLocation.text}"` : 'is not set';
      const advice =
        folder === ''
          ? `Delete BUILT_MODULE_LOCATION[${index}].`
          : `Write BUILT_MODULE_LOCATION[${index}]="${folder}".`;
      yield {
        message: `The Makefile builds ${builtName.text} in ${folder === '' ? 'the top folder of the source' : folder}, but BUILT_MODULE_LOCATION[${index}] ${setTo}: dkms will not find ${builtName.text}.ko after the build. ${advice}`,
        ...{ span, fixes },
      };
    }

    function mayBuildHere(folder: string, name: string): boolean {
      const makefile = sourceFacts?.makefiles.find(
        (each) => each.folder === folder && /(?:^|\/)(?:Kbuild|Makefile)$/.test(each.path),
      );
      if (!makefile || !sourceFacts) return false;
      const targets = findTargets(sourceFacts, folder);
      return targets !== undefined && (!targets.complete || targets.names.includes(name));
    }
  },
};
