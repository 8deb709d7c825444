import type { ReadingFacts } from '../reading/reading.ts';

/** The value that the facts give to a variable of dkms; `undefined` if they do not determine it. */
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
