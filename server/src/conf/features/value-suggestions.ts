import type { Directive } from '../directives/directive.ts';
import type { Reading } from '../reading/reading.ts';
import type { CompletionCandidates } from './completion-candidates.ts';

export interface ValueSuggestion {
  /** The text between double quotes. */
  readonly text: string;
  /** A few words, without markup. */
  readonly summary?: string;
}

/** Common values of a directive, the most likely first; none if only the author can know the value. */
export function suggestValues(
  directive: Directive,
  reading: Reading,
  candidates: CompletionCandidates,
): readonly ValueSuggestion[] {
  // Most directives have no typical values, and a directive that is added later may have none either.
  const name: string = directive.name;
  switch (name) {
    case 'PATCH':
      return candidates.patches.filter(isPlain).map((text) => ({ text, summary: 'in patches/' }));
    case 'BUILT_MODULE_LOCATION':
      return unique(candidates.modules.map(({ folder }) => folder).filter((folder) => folder !== '')).map(
        (text) => ({
          text: `${text}/`,
          summary: 'where a Makefile builds a module',
        }),
      );
    case 'BUILD_EXCLUSIVE_KERNEL_MIN':
    case 'BUILD_EXCLUSIVE_KERNEL_MAX':
      return seriesOf(candidates).map(({ series, release }) => ({
        text: name.endsWith('MAX') ? `${series}.999` : series,
        summary: `the series of ${release}`,
      }));
    case 'CLEAN':
      return [{ text: 'true', summary: 'cleans nothing, and no version complains about it' }];
    case 'MAKE':
      return makeCommands;
    case 'BUILD_EXCLUSIVE_ARCH':
      return [
        { text: '^x86_64$', summary: '64-bit PC' },
        { text: '^aarch64$', summary: '64-bit ARM' },
        { text: '^(x86_64|aarch64)$', summary: 'both' },
      ];
    case 'BUILD_EXCLUSIVE_KERNEL':
    case 'MAKE_MATCH':
    case 'PATCH_MATCH':
      return [
        { text: '^6\\.', summary: 'every 6.x kernel' },
        { text: '^(5\\.1[0-9]|6)\\.', summary: '5.10 and later, up to 6.x' },
        ...seriesOf(candidates).map(({ series, release }) => ({
          text: `^${series.replaceAll('.', '\\.')}\\.`,
          summary: `the series of ${release}`,
        })),
      ];
    case 'BUILT_MODULE_NAME':
    case 'DEST_MODULE_NAME':
      return suggestNames(name, reading, candidates);
    default:
      break;
  }
  if (directive.valueType === 'script') return candidates.scripts.filter(isPlain).map((text) => ({ text }));
  if (directive.valueType === 'yes-no') return yesNo[directive.name] ?? [{ text: 'yes' }, { text: 'no' }];
  return directive.valueType === 'install-folder' ? installFolders : [];
}

const yesNo: Partial<Record<Directive['name'], readonly ValueSuggestion[]>> = {
  AUTOINSTALL: [
    { text: 'yes', summary: 'build for every new kernel' },
    { text: 'no', summary: 'means yes up to dkms 3.1.6' },
  ],
  STRIP: [
    { text: 'no', summary: 'keep debug information' },
    { text: 'yes', summary: 'the default' },
  ],
};

const installFolders: readonly ValueSuggestion[] = [
  { text: '/updates/dkms', summary: 'where Debian, Ubuntu and Arch always install it' },
  { text: '/updates' },
  { text: '/extra', summary: 'where Fedora and RHEL always install it' },
  { text: '/kernel/drivers/misc' },
  { text: '/kernel/drivers/net' },
  { text: '/kernel/drivers/usb' },
  { text: '/kernel/drivers/gpu/drm' },
  { text: '/kernel/drivers/hid' },
  { text: '/kernel/drivers/media' },
  { text: '/kernel/fs' },
  { text: '/kernel/sound' },
];

const makeCommands: readonly ValueSuggestion[] = [
  {
    text: 'make -C $kernel_source_dir M=$dkms_tree/$PACKAGE_NAME/$PACKAGE_VERSION/build modules',
    summary: 'Kbuild, as dkms runs it without MAKE',
  },
  { text: 'make KVER=$kernelver', summary: "the source's own Makefile, if it reads KVER" },
  { text: "'make' KVER=$kernelver", summary: 'the same, without what dkms adds after make' },
];

/** Modules that a Makefile names come first, then the names that the file itself uses. */
function suggestNames(
  name: 'BUILT_MODULE_NAME' | 'DEST_MODULE_NAME',
  reading: Reading,
  candidates: CompletionCandidates,
): ValueSuggestion[] {
  const made = name === 'BUILT_MODULE_NAME' ? candidates.modules : [];
  const names = new Map<string, ValueSuggestion>();
  for (const { name: text, folder } of made)
    if (isPlain(text)) names.set(text, { text, summary: `built in ${folder || 'the source folder'}` });
  const add = (from: 'PACKAGE_NAME' | 'BUILT_MODULE_NAME' | 'DEST_MODULE_NAME') => {
    for (const { value } of reading.directives.get(from) ?? [])
      if (value.kind === 'known' && isPlain(value.text) && !names.has(value.text))
        names.set(value.text, { text: value.text });
  };
  add(name === 'BUILT_MODULE_NAME' ? 'DEST_MODULE_NAME' : 'BUILT_MODULE_NAME');
  add('PACKAGE_NAME');
  return [...names.values()];
}

/** The release series (`6.12`) of the kernels of this machine, each once. */
function seriesOf({ kernels }: CompletionCandidates): readonly { series: string; release: string }[] {
  const found = new Map<string, string>();
  for (const release of kernels) {
    const series = /^\d+\.\d+/.exec(release)?.[0];
    if (series !== undefined && !found.has(series)) found.set(series, release);
  }
  return [...found].map(([series, release]) => ({ series, release }));
}

/** Whether a name in double quotes stays the same when bash reads it and when dkms reads it again. */
function isPlain(name: string): boolean {
  return /^[\w.+-]+$/.test(name);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => /^[\w.+/-]+$/.test(text));
}
