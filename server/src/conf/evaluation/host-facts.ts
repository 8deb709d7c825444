/** What is known about the machine. An absent fact is unknown, and so are values that depend on it. */
export interface HostFacts {
  /** What is at an absolute path; `undefined`: not known. */
  readonly file?: (path: string) => FileFact | undefined;
  /** The running kernel, as `uname` names it; not the one that modules are built for. */
  readonly running?: { readonly release: string; readonly machine: string } | undefined;
  /** As counted by `nproc` and `getconf _NPROCESSORS_ONLN`. */
  readonly processors?: { readonly available: number; readonly online: number } | undefined;
}

export type FileFact =
  | { readonly kind: 'absent' }
  /** `text` is absent if the file is too large, is not text, or can't be read by this user. */
  | { readonly kind: 'file'; readonly size: number; readonly text?: string }
  | { readonly kind: 'folder' }
  /** A device, a socket … */
  | { readonly kind: 'other' };
