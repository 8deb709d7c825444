/** What completion can offer from outside the file; the caller gathers it first. */
export interface CompletionCandidates {
  /** The files in patches/, relative to it, as in PATCH. */
  readonly patches: readonly string[];
  /** The executable files beside the conf, as in PRE_BUILD and the like. */
  readonly scripts: readonly string[];
  /** Modules that the Makefiles name; `folder` is relative to the conf, empty for its own. */
  readonly modules: readonly { readonly name: string; readonly folder: string }[];
  /** Releases of the kernels of this machine, newest first. */
  readonly kernels: readonly string[];
}

/** For a conf that lies in no folder. */
export const noCandidates: CompletionCandidates = { patches: [], scripts: [], modules: [], kernels: [] };
