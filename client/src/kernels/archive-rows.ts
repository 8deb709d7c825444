import type { AvailableKernels } from '../../../server/src/lsp/messages.ts';

/** One row of the list of kernels in archives, as VS Code's quick pick takes it. A row without a release is a heading. */
export interface ArchiveRow {
  readonly label: string;
  readonly description?: string;
  readonly release?: string;
  /** -1 makes it a heading. */
  readonly kind?: number;
}

/** The kernels that were not downloaded yet, those for ordinary machines first; each part keeps its order, which is newest first. */
export function archiveRows(kernels: AvailableKernels['kernels']): readonly ArchiveRow[] {
  const open = kernels.filter(({ fetched }) => !fetched);
  const special = open.filter(({ flavour }) =>
    /^(?:rt|cloud|lowlatency|debug|azure|kvmsmall)\b|-(?:64k|cloud|virtual)$/.test(flavour),
  );
  const ordinary = open.filter((kernel) => !special.includes(kernel));
  return [...part('Kernels', ordinary), ...part('Real-time, cloud and other flavours', special)];
}

function part(title: string, kernels: AvailableKernels['kernels']): readonly ArchiveRow[] {
  const rows = kernels.map(({ release, suite, size }) => ({
    ...{ label: release, description: `${suite} · ${size}`, release },
  }));
  return rows.length === 0 ? [] : [{ label: title, kind: -1 }, ...rows];
}
