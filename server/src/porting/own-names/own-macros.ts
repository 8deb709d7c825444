import type { TargetKernel } from '../../triage/uses/target-kernel.ts';
import type { FileTexts } from '../port-edit.ts';

/** A macro with a name like those of the kernel's configuration, as a file of C defines it or a Makefile hands it to the compiler. */
const definition = /^[ \t]*#[ \t]*define[ \t]+(CONFIG_\w+)|-D[ \t]*(CONFIG_\w+)/gm;

/**
 * The kernels without what their configuration says of macros that the module defines itself, in any of its files: drivers have a
 * configuration of their own, with names of the same form, and whether one of these is defined where a condition asks for it is not known.
 */
export function withoutOwnMacros(
  kernels: readonly TargetKernel[],
  texts: FileTexts,
): readonly TargetKernel[] {
  const own = new Set<string>();
  for (const text of texts.values())
    for (const [, defined, given] of text.matchAll(definition)) own.add(defined ?? given ?? '');
  if (own.size === 0) return kernels;
  return kernels.map((kernel) => ({
    ...kernel,
    macros: {
      isDefined: (name) => (own.has(name) ? undefined : kernel.macros.isDefined(name)),
      valueOf: (name) => (own.has(name) ? undefined : kernel.macros.valueOf(name)),
      hasHeader: (path) => kernel.macros.hasHeader(path),
    },
  }));
}
