/** The part of a completion item that tells what it proposes. Kinds are those of VS Code's API. */
export interface Proposal {
  readonly label: string | { readonly label: string };
  readonly kind?: number;
  readonly filterText?: string;
}

/** Struct members, whose struct a proposal does not tell, and what is no name: keywords, snippets, folders. */
const otherKinds: ReadonlySet<number> = new Set([
  1, // Method
  4, // Field
  9, // Property
  13, // Keyword
  14, // Snippet
  18, // Folder
]);
const fileKind = 16;

/** The name that an item proposes in a C file; `undefined` for a member of a struct and for what is no name. */
export function proposedName({ label, kind, filterText }: Proposal): string | undefined {
  if (kind === undefined || kind === fileKind || otherKinds.has(kind)) return undefined;
  // clangd puts a blank or a bullet in front of the label, and the parameters behind it.
  const shown = typeof label === 'string' ? label : label.label;
  return /^[^\w(]*([A-Za-z_]\w*)/.exec(filterText ?? shown)?.[1];
}

/** The header that an item proposes after the text of its line: `linux/timer.h`; `undefined` if it is none of the kernel's. */
export function proposedHeader({ label, kind }: Proposal, lineBefore: string): string | undefined {
  const folder = /^[ \t]*#[ \t]*include[ \t]*<((?:[^<>"]*\/)?)[^<>"/]*$/.exec(lineBefore)?.[1];
  if (kind !== fileKind || folder === undefined) return undefined;
  const shown = typeof label === 'string' ? label : label.label;
  const file = /([\w.+-]+\.h)>?$/.exec(shown)?.[1];
  return file === undefined ? undefined : folder + file;
}
