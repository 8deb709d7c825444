import type { Directive } from '../directives/directive.ts';
import type { Reading } from '../reading/reading.ts';

export interface ValueSuggestion {
  /** As it stands between double quotes. */
  readonly text: string;
  /** A few words, without markup. */
  readonly summary?: string;
}

/** Values that a directive often has, the most likely first; empty where only the author can know. */
export function suggestValues(directive: Directive, reading: Reading): readonly ValueSuggestion[] {
  switch (directive.name) {
    case 'CLEAN':
      return [{ text: 'true', summary: 'cleans nothing, and is silent in every version' }];
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
      ];
    case 'BUILT_MODULE_NAME':
    case 'DEST_MODULE_NAME':
      return namesInFile(directive.name, reading);
    default:
      break;
  }
  if (directive.valueType === 'yes-no') return yesNo[directive.name] ?? [{ text: 'yes' }, { text: 'no' }];
  return directive.valueType === 'install-folder' ? installFolders : [];
}

const yesNo: Partial<Record<Directive['name'], readonly ValueSuggestion[]>> = {
  AUTOINSTALL: [
    { text: 'yes', summary: 'build for every new kernel' },
    { text: 'no', summary: 'counts as yes up to dkms 3.1.6' },
  ],
  STRIP: [
    { text: 'no', summary: 'keep debug information' },
    { text: 'yes', summary: 'the default' },
  ],
};

const installFolders: readonly ValueSuggestion[] = [
  { text: '/updates/dkms', summary: 'where Debian, Ubuntu and Arch put it in any case' },
  { text: '/updates' },
  { text: '/extra', summary: 'where Fedora and RHEL put it in any case' },
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
    summary: 'Kbuild, as dkms does without MAKE',
  },
  { text: 'make KVER=$kernelver', summary: "the source's own Makefile, if it reads KVER" },
  { text: "'make' KVER=$kernelver", summary: 'the same without what dkms adds behind make' },
];

function namesInFile(name: 'BUILT_MODULE_NAME' | 'DEST_MODULE_NAME', reading: Reading): ValueSuggestion[] {
  const names = new Set<string>();
  const add = (from: 'PACKAGE_NAME' | 'BUILT_MODULE_NAME' | 'DEST_MODULE_NAME') => {
    for (const { value } of reading.directives.get(from) ?? [])
      if (value.kind === 'known' && /^[\w.+-]+$/.test(value.text)) names.add(value.text);
  };
  add(name === 'BUILT_MODULE_NAME' ? 'DEST_MODULE_NAME' : 'BUILT_MODULE_NAME');
  add('PACKAGE_NAME');
  return [...names].map((text) => ({ text }));
}
