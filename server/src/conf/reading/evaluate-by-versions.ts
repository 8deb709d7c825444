import type { Conf } from '../conf.ts';
import { allowList } from '../directives/allow-list.ts';
import { type DkmsVersion, isSince } from '../directives/dkms-version.ts';
import { type Evaluation, evaluate } from '../evaluation/evaluate.ts';
import { evaluateConfWith } from './evaluate-conf.ts';
import { namesOf } from './outcome.ts';
import type { Reading, ReadingFacts } from './reading.ts';

/** The readings of the file by several versions of dkms. It is evaluated again only where what bash does depends on the version. */
export function evaluateConfByVersions(
  conf: Conf,
  facts: ReadingFacts,
  versions: readonly DkmsVersion[],
): readonly Reading[] {
  const { script } = conf;
  const dependent = [...versionDependentNames(versions)].filter((name) => script.text.includes(name));
  // Text that may refer to variables whose names do not appear in it.
  const hidden =
    /\$\{!|\bprintf\s+-v|(?:^|[;&|(){]|\b(?:then|do|else|if|while)\b)[ \t]*(?:eval|declare|typeset|local|read|mapfile|readarray|source|\.)[ \t]/m.test(
      script.text,
    );
  const evaluations = new Map<string, Evaluation>();
  return versions.map((dkmsVersion) => {
    const own = { ...facts, dkmsVersion, debianBackports: false, isSilentAboutClean: false };
    const names = new Set(namesOf(own));
    const key = hidden
      ? [
          ...names,
          ...Object.values(ownVariables)
            .flat()
            .filter((since) => isSince(dkmsVersion, since)),
        ]
          .sort()
          .join(' ')
      : dependent
          .map((name) => {
            const changes = ownVariables[name];
            return changes ? changes.filter((since) => isSince(dkmsVersion, since)).length : names.has(name);
          })
          .join(' ');
    return evaluateConfWith(conf, own, (text, initial, options) => {
      // Overrides begin with what the conf has set, which differs between versions.
      if (text !== script) return evaluate(text, initial, options);
      const known = evaluations.get(key) ?? evaluate(text, initial, options);
      evaluations.set(key, known);
      return known;
    });
  });
}

/** Variables of dkms itself, and the versions in which their initial values changed: see initial-values.ts. */
const ownVariables: Readonly<Record<string, readonly string[]>> = {
  CR: ['3.1.5'],
  kernel_config: ['3.0', '3.1.4'],
  parallel_jobs: ['3.0'],
};

/** Variables whose initial values differ between these versions: directives that not all of them know, and variables of dkms itself. */
function versionDependentNames(versions: readonly DkmsVersion[]): ReadonlySet<string> {
  const lists = versions.map((version) => new Set(allowList(version)));
  const all = new Set(lists.flatMap((list) => [...list]));
  return new Set([
    ...Object.keys(ownVariables),
    ...[...all].filter((name) => !lists.every((list) => list.has(name))),
  ]);
}
