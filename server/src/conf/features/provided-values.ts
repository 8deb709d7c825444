import type { ReadingFacts } from '../reading/reading.ts';

/** The value that a variable of dkms has under the facts; `undefined` if they do not say. */
export function findProvidedValue(name: string, facts: ReadingFacts): string | undefined {
  switch (name) {
    case 'kernelver':
      return facts.kernel?.release;
    case 'arch':
      return facts.kernel?.arch;
    case 'kernel_source_dir':
      return facts.kernel?.sourceDir;
    case 'dkms_tree':
      return facts.dkmsTree ?? '/var/lib/dkms';
    case 'source_tree':
      return facts.sourceTree ?? '/usr/src';
    case 'install_tree':
      return facts.installTree ?? '/lib/modules';
    case 'module':
      return facts.module;
    case 'module_version':
      return facts.moduleVersion;
    default:
      return undefined;
  }
}
