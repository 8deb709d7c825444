import { allowList } from '../directives/allow-list.ts';
import type { DirectiveName } from '../directives/directive.ts';
import type { DirectiveElement, Reading } from '../reading/reading.ts';
import { findElement } from '../reading/reading.ts';
import { fileAnchor, valueSpanOf } from './anchors.ts';
import { deprecatedDirective } from './deprecated-directive.ts';
import { labelOf } from './known-elements.ts';
import { noModules } from './no-modules.ts';
import type { Rule, RuleContext, RuleFinding } from './rule.ts';
import { findChangedMeanings } from './version-changes.ts';
import { findPartly, nameVersions } from './version-groups.ts';

export const differsBetweenVersions: Rule = {
  id: 'differs-between-versions',
  severity: 'information',
  summary: 'The versions in dkms.supportedVersions treat this differently.',
  messages: [],
  *check(context) {
    const { supported, reading } = context;
    if (!supported) return;
    for (const rule of [noModules, deprecatedDirective]) {
      for (const { finding, found, absent } of findPartly(rule, context, supported)) {
        yield {
          ...finding,
          message: `${found} warns about this, and ${absent} does not. ${finding.message}`,
        };
      }
    }
    yield* findValues(supported);
    yield* findModules(context, supported);
    const versions = supported.map(({ facts }) => facts.dkmsVersion);
    for (const { element, message } of findChangedMeanings(reading, versions)) {
      const span = valueSpanOf(element);
      if (span) yield { message, span, fixes: [] };
    }
  },
};

/** Elements whose text differs between versions. */
function* findValues(supported: readonly Reading[]): Iterable<RuleFinding> {
  const everyElement = new Map<string, { name: DirectiveName; element: DirectiveElement }>();
  for (const reading of supported) {
    for (const [name, elements] of reading.directives)
      for (const element of elements) everyElement.set(`${name}[${element.index}]`, { name, element });
  }
  const lists = new Map(
    supported.map((reading) => [reading, new Set(allowList(reading.facts.dkmsVersion))] as const),
  );
  const found: RuleFinding[] = [];
  for (const { name, element } of everyElement.values()) {
    const texts = new Map<string, Set<Reading>>();
    let certain = true;
    for (const reading of supported) {
      // Other rules report versions that do not know the directive or refuse the file.
      if (!lists.get(reading)?.has(name) || !('exit' in reading.add) || reading.add.exit !== 0) continue;
      const here = findElement(reading, name, element.index);
      if (
        reading.uncertain.has(name) ||
        (here && (here.presence !== 'always' || here.value.kind !== 'known'))
      )
        certain = false;
      const text = here?.value.kind === 'known' ? JSON.stringify(here.value.text) : 'nothing';
      texts.set(text, (texts.get(text) ?? new Set()).add(reading));
    }
    const span = valueSpanOf(element);
    if (!certain || texts.size < 2 || !span) continue;
    const parts = [...texts].map(([text, readings]) => `${nameVersions(supported, readings)} reads ${text}`);
    const label = labelOf({ name, element, text: '', span });
    found.push({
      message: `The value of ${label} depends on the version: ${parts.join(', ')}.`,
      span,
      fixes: [],
    });
  }
  const [first, ...others] = found.sort((a, b) => a.span.start - b.span.start);
  if (!first) return;
  // If the whole file is affected, as by its line ends, one finding is enough.
  if (others.length < 5) yield* found;
  else yield { ...first, message: `${first.message} The same is true of ${others.length} other values.` };
}

/** Versions that read a different number of modules, or different names. */
function* findModules({ conf, reading }: RuleContext, supported: readonly Reading[]): Iterable<RuleFinding> {
  const counts = new Map<number, Set<Reading>>();
  const names = new Map<string, Set<Reading>>();
  for (const each of supported) {
    if (!('exit' in each.add) || each.add.exit !== 0 || !('records' in each.modules)) continue;
    const { records } = each.modules;
    counts.set(records.length, (counts.get(records.length) ?? new Set()).add(each));
    const [only] = records;
    if (records.length === 1 && only?.builtName.kind === 'known') {
      const { text } = only.builtName;
      names.set(text, (names.get(text) ?? new Set()).add(each));
    }
  }
  const span = fileAnchor(conf, reading);
  if (counts.size > 1) {
    const parts = [...counts].map(
      ([count, readings]) =>
        `${nameVersions(supported, readings)} sees ${count === 1 ? '1 module' : `${count} modules`}`,
    );
    yield {
      message: `The number of modules depends on the version: ${parts.join(', ')}. Number the modules from 0 without gaps, so that all versions see the same.`,
      span,
      fixes: [],
    };
  }
  if (names.size > 1) {
    const parts = [...names].map(
      ([name, readings]) => `${nameVersions(supported, readings)} expects ${JSON.stringify(`${name}.ko`)}`,
    );
    yield {
      message: `The name of the module depends on the version: ${parts.join(', ')}. Set BUILT_MODULE_NAME[0].`,
      span,
      fixes: [],
    };
  }
}
