import type { Uri } from 'vscode';

/** A module that can be built. */
export interface Module {
  /** Its dkms.conf; its Kbuild or Makefile where it has none. */
  readonly conf: Uri;
  readonly name: string;
}
