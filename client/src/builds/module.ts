import type { Uri } from 'vscode';

/** A module that can be built. */
export interface Module {
  /** Its dkms.conf. */
  readonly conf: Uri;
  readonly name: string;
}
