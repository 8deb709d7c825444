import { isSince } from '../directives/dkms-version.ts';
import { knownText } from '../reading/reading.ts';
import { deleteDirective, quote } from './edits.ts';
import type { Fix } from './finding.ts';
import { knownElements, labelOf } from './known-elements.ts';
import type { Rule } from './rule.ts';

/** Packages of distributions that people list by mistake; no module has such a name. */
const ofDistribution =
  /^(?:linux-(?:headers|source|image|kbuild)\S*|kernel-(?:devel|headers|source)\S*|build-essential|base-devel|gcc(?:-\d+)?|clang|make|dkms|kmod|binutils|pahole|dwarves|libelf-dev|elfutils-libelf-devel|bc|patch|perl|python3?|\S+-dev(?:el)?)$/;

export const buildDependsList: Rule = {
  id: 'build-depends-list',
  severity: 'warning',
  summary: 'BUILD_DEPENDS has an element that is not the name of one other package.',
  messages: [],
  *check({ conf, reading }) {
    const looksAtBuild = isSince(reading.facts.dkmsVersion, '3.1.4');
    const elements = reading.directives.get('BUILD_DEPENDS') ?? [];
    for (const known of knownElements(reading, 'BUILD_DEPENDS')) {
      const { text, span, element } = known;
      const label = labelOf(known);
      const foreign = text.split(/[\s,]+/).find((name) => ofDistribution.test(name));
      if (foreign !== undefined) {
        const effect = looksAtBuild
          ? 'refuses to build, because no such module is installed'
          : 'autoinstall never builds the module, because it waits for that package';
        yield {
          message: `BUILD_DEPENDS names other DKMS packages, but ${foreign} is a package of the distribution: dkms ${effect}. Delete it; what a build needs belongs in the dependencies of the distribution's package.`,
          ...{ span, fixes: [] },
        };
        continue;
      }
      // Before that, a plain build ignored it, and autoinstall split it at blanks.
      if (!looksAtBuild) continue;
      const names = text.split(/[\s,]+/).filter((name) => name !== '');
      if (names.length === 0) {
        const edits = elements.length === 1 ? deleteDirective(conf, 'BUILD_DEPENDS') : undefined;
        yield {
          message: `${label} is empty, which dkms treats as a package without a name: it refuses to build, because no such package is installed. Delete it.`,
          span,
          fixes: edits ? [{ title: 'Delete BUILD_DEPENDS', edits, preferred: true }] : [],
        };
      } else if (/[\s,]/.test(text)) {
        yield {
          message: `dkms treats ${quote(text)} as the name of one package, and refuses to build, because no such package is installed. Write one element for each package, without versions.`,
          span,
          fixes: elements.length === 1 && element.index === 0 ? splitUp(known, names) : [],
        };
      } else if (text === knownText(reading, 'PACKAGE_NAME')) {
        yield {
          message: `The package depends on itself, so dkms refuses to build it: it is not installed yet. Name other packages only.`,
          span,
          fixes: [],
        };
      }
    }

    function splitUp(
      { element: { nameSpan, valueSpan } }: { element: (typeof elements)[number] },
      names: readonly string[],
    ): Fix[] {
      if (!nameSpan || !valueSpan || !names.every((name) => /^[\w.+-]+$/.test(name))) return [];
      const raw = conf.text.slice(valueSpan.start, valueSpan.end);
      const target = conf.text.slice(nameSpan.start, valueSpan.start);
      if (!/^(["'])[^"'$`\\\r\n]*\1$/.test(raw) || !/^BUILD_DEPENDS(?:\[0\])?=$/.test(target)) return [];
      const newText = names.map((name, index) => `BUILD_DEPENDS[${index}]=${quote(name)}`).join('\n');
      const span = { start: nameSpan.start, end: valueSpan.end };
      return [
        { title: 'Split into one element for each package', edits: [{ span, newText }], preferred: true },
      ];
    }
  },
};
