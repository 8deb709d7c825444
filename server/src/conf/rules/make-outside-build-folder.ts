import type { Reading } from '../reading/reading.ts';
import { knownText } from '../reading/reading.ts';
import type { Fix } from './finding.ts';
import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

export const makeOutsideBuildFolder: Rule = {
  id: 'make-outside-build-folder',
  severity: 'warning',
  summary: 'MAKE builds somewhere else than in the folder where dkms looks for the modules.',
  messages: [],
  *check({ conf, reading, statements, sourceFacts }) {
    if (mayBringModules(reading)) return;
    if (sourceFacts?.makefiles.some(({ recipes }) => recipes.some((line) => /\.ko\b/.test(line)))) return;
    for (const { span } of writtenMakes(reading, statements)) {
      const raw = conf.text.slice(span.start, span.end);
      // A command that names a module or a folder for its products puts them where they belong.
      if (
        /\.ko\b|\/build(?![\w.-])(?!["']?\s*$)|\b(?:O|\w*OUT\w*|\w*(?:BUILD|DEST)_?DIR)=/.test(
          withoutKernel(raw),
        )
      )
        continue;
      for (const written of foldersOf(raw)) {
        const place = written.isKernel ? undefined : placeOf(written.folder, reading);
        if (place === undefined) continue;
        const { at, word, folder } = written;
        const start = span.start + at;
        const what = place.isSource ? 'the source itself' : 'a folder that only this machine has';
        const better = betterFolder(word, place.rest);
        yield {
          message: `MAKE builds in ${folder}, ${what}: dkms looks for the modules in its copy of the source, and does not find them. ${better === '' ? 'Leave the folder out: dkms starts MAKE in the copy.' : `Write ${better}.`}`,
          span: { start, end: start + whole(raw, at).length },
          fixes: fixesFor(raw, written, start, better),
        };
        break;
      }
    }
  },
};

/** Whether something may copy modules into the build folder, or dkms looks for them elsewhere. */
function mayBringModules({ directives }: Reading): boolean {
  const locations = directives.get('BUILT_MODULE_LOCATION') ?? [];
  return (
    directives.has('POST_BUILD') ||
    locations.some(({ value }) => value.kind !== 'known' || /^\/|(?:^|\/)\.\.(?:\/|$)/.test(value.text))
  );
}

interface WrittenFolder {
  readonly at: number;
  /** The word that introduces the folder: `-C`, `cd `, `M=`. */
  readonly word: string;
  readonly folder: string;
  /** Whether it is the kernel's folder, so that the command also names that of the modules. */
  readonly isKernel: boolean;
}

const named =
  /(?<=^|[\s;&("'])(-C|--directory=|cd\s|M=|SUBDIRS=|KBUILD_EXTMOD=)\s*["']?((?:\$\{?\w+\}?|[\w.+~/@-])+)/g;

function* foldersOf(raw: string): Iterable<WrittenFolder> {
  const hasModules = /(?:^|[\s"'])(?:M|SUBDIRS|KBUILD_EXTMOD)=/.test(raw);
  for (const found of raw.matchAll(named)) {
    const word = (found[1] ?? '').replace('--directory=', '-C').trim();
    yield { at: found.index, word, folder: found[2] ?? '', isKernel: word === '-C' && hasModules };
  }
}

interface Place {
  readonly isSource: boolean;
  /** The path below the source; empty if unknown. */
  readonly rest: string;
}

/** A folder in the package's source, or one that exists only on the author's machine; `undefined` for any other. */
function placeOf(folder: string, reading: Reading): Place | undefined {
  const name = knownText(reading, 'PACKAGE_NAME') ?? '';
  const version = knownText(reading, 'PACKAGE_VERSION') ?? '';
  const plain = folder
    .replace(/\$\{?PACKAGE_NAME\b\}?/g, name)
    .replace(/\$\{?PACKAGE_VERSION\b\}?/g, version)
    .replace(/\$\{?source_tree\b\}?/g, '/usr/src')
    .replace(/\$\{?dkms_tree\b\}?/g, '/var/lib/dkms')
    .replace(/\/+$/, '');
  const sources = [`/usr/src/${name}-${version}`, `/var/lib/dkms/${name}/${version}/source`, '../source'];
  const source = sources.find((one) => plain === one || plain.startsWith(`${one}/`));
  if (source !== undefined && name && version)
    return { isSource: true, rest: plain.slice(source.length + 1) };
  return /^\/(?:home\/[^/]+|root|tmp)(?:\/|$)/.test(plain) ? { isSource: false, rest: '' } : undefined;
}

/** What to write instead; empty if the folder is to be left out. */
function betterFolder(word: string, rest: string): string {
  if (word === '-C' || word === 'cd') return rest === '' ? '' : `${word} ${rest}`;
  return `${word}\${dkms_tree}/\${PACKAGE_NAME}/\${PACKAGE_VERSION}/build${rest === '' ? '' : `/${rest}`}`;
}

/** The text without folders of kernels, whose names also end in `build`. */
function withoutKernel(raw: string): string {
  return raw.replace(/\/lib\/modules\/[^\s"']*/g, '');
}

function whole(raw: string, at: number): string {
  return /^(?:-C|--directory=|cd\s|\w+=)\s*["']?[^\s"';&)]*/.exec(raw.slice(at))?.[0] ?? '';
}

function fixesFor(raw: string, { at, word }: WrittenFolder, start: number, better: string): readonly Fix[] {
  const text = whole(raw, at);
  // Between single quotes, dkms expands the variables later, when it may not have these.
  if ((word === 'cd' && better === '') || (better.includes('$') && raw.startsWith("'"))) return [];
  const end = start + text.length;
  if (better !== '')
    return [
      {
        title: `Change to ${better}`,
        edits: [{ span: { start, end }, newText: better }],
        preferred: false,
      },
    ];
  const blank = /^\s+/.exec(raw.slice(at + text.length))?.[0] ?? '';
  const before = blank === '' ? (/\s+$/.exec(raw.slice(0, at))?.[0] ?? '') : '';
  const span = { start: start - before.length, end: end + blank.length };
  return [{ title: `Delete ${text}`, edits: [{ span, newText: '' }], preferred: true }];
}
