import type { Conf } from '../conf.ts';
import type { Fix } from './finding.ts';
import { findTargets } from './kbuild-targets.ts';
import type { OwnKernelUse } from './makefile-kernel.ts';
import type { SourceFacts } from './source-facts.ts';

/** The variable of dkms that replaces a Makefile's value; `undefined` if the value is more than a release or its build folder. */
export function kernelValue(value: string): string | undefined {
  const text = value.trim();
  const release = String.raw`(?:\$\(shell\s+uname\s+-r\s*\)|\$\$\(uname\s+-r\s*\)|\x60uname\s+-r\x60|\d+\.\d+[\w.+~-]*)`;
  if (new RegExp(`^${release}$`).test(text)) return `\${kernelver}`;
  if (new RegExp(`^/lib/modules/${release}/?$`).test(text)) return `/lib/modules/\${kernelver}`;
  return new RegExp(
    `^(?:/lib/modules/${release}/build|/usr/src/(?:linux-headers-|linux-|kernels/)${release})/?$`,
  ).test(text)
    ? `\${kernel_source_dir}`
    : undefined;
}

/** How MAKE can make a Makefile build for the kernel that dkms asks for: a sentence, and a fix where one is certain. */
export function passKernelToMake(
  conf: Conf,
  { make, makefile, variable }: OwnKernelUse,
  facts: SourceFacts,
): { readonly advice: string; readonly fixes: readonly Fix[] } {
  const { start, end } = make.span;
  const quoted = /^"[^"]*"$/.test(conf.text.slice(start, end));
  if (!variable) {
    const direct =
      'make -C ${kernel_source_dir} M=${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build modules';
    const advice = `Change the Makefile to take the folder from a variable and set that in MAKE, or let MAKE call Kbuild directly: ${direct}.`;
    // Kbuild takes the list of modules from the same file, but does not run its other rules.
    const isKbuild = makefile.folder === '' && findTargets(facts, '')?.makefile.path === makefile.path;
    const fixes =
      quoted && isKbuild
        ? [
            {
              title: 'Change MAKE to call Kbuild for the kernel that dkms asks for',
              edits: [{ span: { start: start + 1, end: end - 1 }, newText: direct }],
              preferred: false,
            },
          ]
        : [];
    return { advice, fixes };
  }
  const value = kernelValue(variable.value);
  if (!value) return { advice: `Set ${variable.name} in MAKE.`, fixes: [] };
  const word = `${variable.name}=${value}`;
  return {
    advice: `Add ${word} to MAKE.`,
    fixes: quoted
      ? [
          {
            title: `Add ${word}`,
            edits: [{ span: { start: end - 1, end: end - 1 }, newText: ` ${word}` }],
            preferred: true,
          },
        ]
      : [],
  };
}
