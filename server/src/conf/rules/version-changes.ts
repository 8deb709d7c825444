import type { DirectiveName } from '../directives/directive.ts';
import { exclusiveDirectives } from '../directives/directive-groups.ts';
import { type DkmsVersion, isSince } from '../directives/dkms-version.ts';
import type { DirectiveElement, Reading } from '../reading/reading.ts';
import { labelOf } from './known-elements.ts';

/** One change of how dkms treats a directive that older versions read, too. */
interface Change {
  readonly names: readonly DirectiveName[];
  readonly since: string;
  /** Whether the element is one for which it matters. */
  readonly matters: (text: string, reading: Reading, index: number) => boolean;
  readonly before: string;
  readonly after: string;
}

const first = (_text: string, _reading: Reading, index: number) => index === 0;

/** Source: the dkms script. Changes of what dkms reads or refuses are not listed, since readings show these by themselves. */
const changes: readonly Change[] = [
  {
    names: ['AUTOINSTALL'],
    since: '3.1.7',
    matters: (text, _reading, index) => index === 0 && /^no$/i.test(text),
    before: 'treats any text as yes, even this one, and installs the module automatically',
    after: 'does not',
  },
  {
    names: ['NO_WEAK_MODULES'],
    since: '3.2.0',
    matters: (text, _reading, index) => index === 0 && /^no$/i.test(text),
    before: 'treats any text as yes, even this one',
    after: 'treats it as no',
  },
  {
    names: ['PRE_BUILD', 'POST_BUILD'],
    since: '3.1.5',
    matters: first,
    before: 'continues when this script fails',
    after: 'ends the build with the exit code of the script',
  },
  {
    names: ['BUILD_DEPENDS'],
    since: '3.1.4',
    matters: (text) => text !== '',
    before: 'looks at it only in "dkms autoinstall", and otherwise builds without that package',
    after: 'refuses to build while that package is not installed',
  },
  {
    names: exclusiveDirectives,
    since: '3.3.0',
    matters: (text, { modules }, index) =>
      index === 0 && text !== '' && 'records' in modules && modules.records.length === 0,
    before: 'builds only for the kernels that it names',
    after: 'does not look at it in a package without modules, and builds for every kernel',
  },
  {
    names: ['OBSOLETE_BY'],
    since: '3.1.8',
    matters: (text, { directives }, index) =>
      index === 0 && text !== '' && !directives.has('BUILD_EXCLUSIVE_KERNEL_MAX'),
    before: 'builds the module for such kernels, but does not install it',
    after: 'does not build it for them either',
  },
  {
    names: ['MAKE'],
    since: '3.1.5',
    matters: (text) => /(?:;|(?<!&)&)\s*$/.test(text),
    before: 'adds a semicolon after the command, which is an error after this one, so the build fails',
    after: 'runs it',
  },
  {
    names: ['PATCH'],
    since: '3.1.2',
    matters: (text) => /(?:^|\/)\.\.\//.test(text),
    before: 'applies a patch with .. in its path',
    after: 'refuses to build with it',
  },
  {
    names: ['BUILT_MODULE_LOCATION'],
    since: '3.1.7',
    matters: (text) => text.startsWith('/'),
    before: 'reports success and has no module',
    after: 'ends the build with an error',
  },
];

/** The elements that versions of a range treat differently, and how; only those whose text is certain. */
export function* findChangedMeanings(
  reading: Reading,
  versions: readonly DkmsVersion[],
): Iterable<{ readonly element: DirectiveElement; readonly message: string }> {
  for (const { names, since, matters, before, after } of changes) {
    const [oldest] = versions;
    const newest = versions.at(-1);
    if (!oldest || !newest || isSince(oldest, since) || !isSince(newest, since)) continue;
    for (const name of names) {
      for (const element of reading.directives.get(name) ?? []) {
        const { value, presence, index, valueSpan } = element;
        if (presence !== 'always' || value.kind !== 'known' || !valueSpan) continue;
        if (!matters(value.text, reading, index)) continue;
        const label = labelOf({ name, element, text: value.text, span: valueSpan });
        yield {
          element,
          message: `With ${label}, dkms before ${since} ${before}; since ${since}, dkms ${after}.`,
        };
      }
    }
  }
}
