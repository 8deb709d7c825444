import { Uri } from 'vscode';
import { plural } from './build-text.ts';

/** A module that is to be built for a kernel. */
export interface Target {
  /** The dkms.conf. */
  readonly conf: Uri;
  /** The module's name as shown to the user. */
  readonly name: string;
  /** The kernel's name. */
  readonly kernel: string;
}

/** A map key for a conf (its URI) and a kernel (its release). */
export function targetKey(conf: string, kernel: string): string {
  return `${conf}\n${kernel}`;
}

/** Such as `hello for 6.1.0-56-amd64`, `hello for 4 kernels`, `3 modules for 4 kernels`. */
export function titleOf(targets: readonly Target[]): string {
  const names = new Map(targets.map(({ conf, name }) => [conf.toString(), name]));
  const kernels = new Set(targets.map(({ kernel }) => kernel));
  const [name] = names.values();
  const [kernel] = kernels;
  const module = names.size === 1 ? name : plural(names.size, 'module');
  return `${module} for ${kernels.size === 1 ? kernel : plural(kernels.size, 'kernel')}`;
}

/** A URI as the editor writes it: the server escapes other characters (not `+`), so the two spellings can't be compared as strings. */
export function sameAddress(uri: string): string {
  return Uri.parse(uri, true).toString();
}
