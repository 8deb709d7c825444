/**
 * What dkms reads a file as. An override file under /etc/dkms adds to a module's dkms.conf, so it lacks most directives by right;
 * framework.conf and its folder set dkms itself up, with names of their own.
 */
export type ConfKind = 'conf' | 'override' | 'framework';

/** The kind of a file, by its absolute path. */
export function confKindOf(path: string): ConfKind {
  if (/^\/etc\/dkms\/framework\.conf(?:\.d\/[^/]+\.conf)?$/.test(path)) return 'framework';
  return /^\/etc\/dkms\/[^/]+\.conf$/.test(path) ? 'override' : 'conf';
}
