/** What is known of the machine beside the file. Whatever is absent is not known, and values that depend on it are not either. */
export interface HostFacts {
  /** What lies at an absolute path; `undefined`: not known. */
  readonly file?: (path: string) => FileFact | undefined;
  /** The kernel that runs, as `uname` names it: not the one that modules are built for. */
  readonly running?: { readonly release: string; readonly machine: string } | undefined;
  /** As `nproc` and `getconf _NPROCESSORS_ONLN` count. */
  readonly processors?: { readonly available: number; readonly online: number } | undefined;
}

export type FileFact =
  | { readonly kind: 'absent' }
  /** `text` is absent for what is too large, no text, or not to be read by this user. */
  | { readonly kind: 'file'; readonly size: number; readonly text?: string }
  | { readonly kind: 'folder' }
  /** A device, a socket … */
  | { readonly kind: 'other' };
