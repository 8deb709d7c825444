/** Every name that dkms of some version takes from a dkms.conf. */
export type DirectiveName =
  | 'PACKAGE_NAME'
  | 'PACKAGE_VERSION'
  | 'POST_ADD'
  | 'POST_BUILD'
  | 'POST_INSTALL'
  | 'POST_REMOVE'
  | 'PRE_BUILD'
  | 'PRE_INSTALL'
  | 'BUILD_DEPENDS'
  | 'BUILD_DEPENDS_REBUILD'
  | 'BUILD_EXCLUSIVE_ARCH'
  | 'BUILD_EXCLUSIVE_CONFIG'
  | 'BUILD_EXCLUSIVE_KERNEL'
  | 'BUILD_EXCLUSIVE_KERNEL_MIN'
  | 'BUILD_EXCLUSIVE_KERNEL_MAX'
  | 'MAKE'
  | 'MAKE_MATCH'
  | 'PATCH'
  | 'PATCH_MATCH'
  | 'BUILT_MODULE_NAME'
  | 'BUILT_MODULE_LOCATION'
  | 'DEST_MODULE_NAME'
  | 'DEST_MODULE_LOCATION'
  | 'STRIP'
  | 'AUTOINSTALL'
  | 'NO_WEAK_MODULES'
  | 'OBSOLETE_BY'
  | 'CLEAN'
  | 'REMAKE_INITRD'
  | 'MODULES_CONF'
  | 'MODULES_CONF_OBSOLETES'
  | 'MODULES_CONF_ALIAS_TYPE'
  | 'MODULES_CONF_OBSOLETE_ONLY'
  | 'SIGN_TOOL'
  | 'SIGN_FILE'
  | 'MOK_SIGNING_KEY'
  | 'MOK_CERTIFICATE';

/** How a directive's elements are read. */
export type DirectiveKind =
  /** Only element 0 counts. */
  | 'scalar'
  /** Element i belongs to module record i (or to its partner of the same index). */
  | 'array'
  /** Scalar before a version, array since. */
  | { readonly arraySince: string };

export type ValueType =
  | 'text'
  | 'version'
  | 'module-name'
  | 'relative-folder'
  | 'install-folder'
  | 'yes-no'
  | 'shell-command'
  | 'regular-expression'
  | 'patch-file'
  | 'script'
  | 'config-symbols'
  | 'package-name';

/** Knowledge about one directive, as data. Versions are dkms's. */
export interface Directive {
  readonly name: DirectiveName;
  readonly kind: DirectiveKind;
  readonly valueType: ValueType;
  readonly required: boolean;
  /** Versions in which dkms takes the name from a dkms.conf: since (inclusive) and until (exclusive). */
  readonly since: string;
  readonly until?: string;
  /** The first version that calls it deprecated (it is still read). */
  readonly deprecatedSince?: string;
  /** What to write instead of a deprecated directive, one sentence. */
  readonly instead?: string;
  /** One sentence for completion lists, without markup. */
  readonly summary: string;
  /** Markdown for hover: what it does, what it defaults to, what surprises. Written for someone who has never heard of DKMS. */
  readonly documentation: string;
  /** The default, in words or as a value; absent when there is none. */
  readonly defaultValue?: string;
  /** A line as one would write it. */
  readonly example: string;
}
