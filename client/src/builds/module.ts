import type { Uri } from 'vscode';

/** A module that can be built. */
export interface Module {
  /** The module's dkms.conf; its Kbuild or Makefile if it has no dkms.conf. */
  readonly conf: Uri;
  readonly name: string;
}
