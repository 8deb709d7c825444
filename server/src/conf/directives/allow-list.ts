import { type DkmsVersion, isSince } from './dkms-version.ts';

/**
 * The names that dkms takes over from a dkms.conf after it has sourced it, in the order in which it does so.
 * The lower-case ones are dkms's own working variables: a file that sets them disturbs dkms.
 * The order matters in one case only: a value that breaks the text which dkms passes on (one that ends in a lone
 * backslash) is lost together with all names after it.
 *
 * `debianBackports`: Debian's and Ubuntu's 3.0.10 also takes BUILD_EXCLUSIVE_CONFIG.
 * Source: `dkms_conf_variables` in the dkms script; versions before 2.8 are treated like 2.8.
 */
export function allowList(
  version: DkmsVersion,
  options: { readonly debianBackports?: boolean } = {},
): readonly string[] {
  if (options.debianBackports && !isSince(version, '3.0.11') && isSince(version, '3.0.4')) return debianNames;
  const found = generations.find(({ since }) => isSince(version, since));
  return found ? found.names : oldestNames;
}

const oldestNames = words(`
  CLEAN REMAKE_INITRD remake_initrd PACKAGE_NAME PACKAGE_VERSION
  POST_ADD POST_BUILD POST_INSTALL POST_REMOVE PRE_BUILD PRE_INSTALL
  BUILD_DEPENDS BUILD_EXCLUSIVE_KERNEL BUILD_EXCLUSIVE_ARCH build_exclude OBSOLETE_BY
  MAKE MAKE_MATCH MODULES_CONF modules_conf_array PATCH PATCH_MATCH patch_array
  BUILT_MODULE_NAME built_module_name BUILT_MODULE_LOCATION built_module_location
  DEST_MODULE_NAME dest_module_name MODULES_CONF_OBSOLETES DEST_MODULE_LOCATION dest_module_location
  modules_conf_obsoletes MODULES_CONF_ALIAS_TYPE modules_conf_alias_type STRIP strip
  MODULES_CONF_OBSOLETE_ONLY modules_conf_obsolete_only AUTOINSTALL NO_WEAK_MODULES`);

/** 2.8.8 moved the removed directives to the end, and dropped their working variables. */
const removedNames =
  'REMAKE_INITRD MODULES_CONF MODULES_CONF_OBSOLETES MODULES_CONF_ALIAS_TYPE MODULES_CONF_OBSOLETE_ONLY';

const scripts = 'POST_ADD POST_BUILD POST_INSTALL POST_REMOVE PRE_BUILD PRE_INSTALL';

const records = `
  BUILT_MODULE_NAME built_module_name BUILT_MODULE_LOCATION built_module_location
  DEST_MODULE_NAME dest_module_name DEST_MODULE_LOCATION dest_module_location STRIP strip`;

const exclusives = `
  BUILD_EXCLUSIVE_ARCH BUILD_EXCLUSIVE_CONFIG BUILD_EXCLUSIVE_KERNEL
  BUILD_EXCLUSIVE_KERNEL_MIN BUILD_EXCLUSIVE_KERNEL_MAX`;

/** Newest first: the first one that is not newer than the version in question counts. */
const generations: readonly { readonly since: string; readonly names: readonly string[] }[] = [
  {
    since: '3.4.0',
    names: words(`
      PACKAGE_NAME PACKAGE_VERSION ${scripts} BUILD_DEPENDS ${exclusives} build_exclude
      MAKE MAKE_MATCH PATCH PATCH_MATCH patch_array ${records}
      AUTOINSTALL NO_WEAK_MODULES BUILD_DEPENDS_REBUILD OBSOLETE_BY CLEAN ${removedNames}`),
  },
  {
    since: '3.2.0',
    names: words(`
      PACKAGE_NAME PACKAGE_VERSION ${scripts} BUILD_DEPENDS ${exclusives} build_exclude OBSOLETE_BY
      MAKE MAKE_MATCH PATCH PATCH_MATCH patch_array ${records}
      AUTOINSTALL NO_WEAK_MODULES BUILD_DEPENDS_REBUILD CLEAN ${removedNames}`),
  },
  {
    since: '3.1.8',
    names: words(`
      PACKAGE_NAME PACKAGE_VERSION ${scripts} BUILD_DEPENDS ${exclusives} build_exclude OBSOLETE_BY
      MAKE MAKE_MATCH PATCH PATCH_MATCH patch_array ${records}
      AUTOINSTALL NO_WEAK_MODULES CLEAN ${removedNames}`),
  },
  {
    since: '3.1.7',
    names: words(`
      CLEAN PACKAGE_NAME PACKAGE_VERSION ${scripts} BUILD_DEPENDS ${exclusives} build_exclude OBSOLETE_BY
      MAKE MAKE_MATCH PATCH PATCH_MATCH patch_array ${records}
      AUTOINSTALL NO_WEAK_MODULES ${removedNames}`),
  },
  {
    since: '3.0.11',
    names: words(`
      CLEAN PACKAGE_NAME PACKAGE_VERSION ${scripts} BUILD_DEPENDS ${exclusives} build_exclude OBSOLETE_BY
      MAKE MAKE_MATCH PATCH PATCH_MATCH patch_array ${records}
      AUTOINSTALL NO_WEAK_MODULES SIGN_FILE MOK_SIGNING_KEY MOK_CERTIFICATE ${removedNames}`),
  },
  { since: '3.0.4', names: early('', 'SIGN_FILE MOK_SIGNING_KEY MOK_CERTIFICATE') },
  { since: '2.8.8', names: early('', 'SIGN_TOOL') },
  { since: '2.8.1', names: [...oldestNames, 'SIGN_TOOL'] },
];

const debianNames = early('BUILD_EXCLUSIVE_CONFIG', 'SIGN_FILE MOK_SIGNING_KEY MOK_CERTIFICATE');

/** The order of 2.8.8 to 3.0.10. */
function early(config: string, signing: string): readonly string[] {
  return words(`
    CLEAN PACKAGE_NAME PACKAGE_VERSION ${scripts}
    BUILD_DEPENDS BUILD_EXCLUSIVE_KERNEL BUILD_EXCLUSIVE_ARCH ${config} build_exclude OBSOLETE_BY
    MAKE MAKE_MATCH PATCH PATCH_MATCH patch_array ${records}
    AUTOINSTALL NO_WEAK_MODULES ${signing} ${removedNames}`);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
