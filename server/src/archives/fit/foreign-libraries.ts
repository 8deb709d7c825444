import type { ArchiveFault } from '../archived-kernel.ts';
import type { SuiteName } from '../suite-name.ts';

/** Says that the programs of headers need a newer C library, which can be downloaded only for Debian and Ubuntu. */
export function foreignLibraries({ name }: SuiteName): ArchiveFault {
  return {
    kind: 'unsupported',
    message: `The programs in the headers of ${name} need newer libraries than this machine has. Build for it on a newer distribution, or in a container of ${name}.`,
  };
}
