/**
 * What kind of file dkms takes a file for. An override file under /etc/dkms adds to a module's dkms.conf, so it rightly lacks most
 * directives; framework.conf and its folder configure dkms itself, with names of their own. Packaging turns a template into a dkms.conf,
 * and appends a fragment to one: dkms never reads either as it is.
 */
export type ConfKind = 'conf' | 'override' | 'framework' | 'template' | 'fragment';

/**
 * Whether a file of Debian's packaging (`debian/NAME.dkms`, or `debian/dkms` of the only package) only says where the dkms.conf is. dh_dkms
 * takes it for the conf itself if it sets PACKAGE_NAME to a quoted text (dh-dkms 3.0 to 3.2).
 */
export function isConfPointer(path: string, text: string): boolean {
  return isDebianConf(path) && !/^\s*PACKAGE_NAME=["']/m.test(text);
}

/** Whether a path is that of such a file. */
export function isDebianConf(path: string): boolean {
  return /(?:^|\/)debian\/(?:[^/]+\.)?dkms$/.test(path);
}

/** Whether a path is that of a template, from which the build of a package generates a dkms.conf. */
export function isTemplate(path: string): boolean {
  return /\.(?:in|tmpl|tpl|template|j2|jinja2?|erb)$/.test(path) || isDebianConf(path);
}

/** The kind of a file, by its absolute path. */
export function confKindOf(path: string): ConfKind {
  // In a package or a configuration repository, it is below another folder.
  if (/\/etc\/dkms\/framework\.conf(?:\.d\/[^/]+\.conf)?$/.test(path)) return 'framework';
  if (/^\/etc\/dkms\/[^/]+\.conf$/.test(path)) return 'override';
  if (/[.-]frag(?:ment)?(?:\.[^/]*)?$/.test(path)) return 'fragment';
  // dh_dkms installs debian/NAME.dkms unchanged, except for its version.
  return isTemplate(path) && !isDebianConf(path) ? 'template' : 'conf';
}
