import { exportKey } from '../../triage/history/history-keys.ts';
import type { HistoricKernel } from '../../triage/history/kernel-history.ts';
import type { LoadingKernel } from './loading-kernel.ts';

/** A kernel whose headers are not here, as far as the history of the kernel's interface tells what it exports. */
export function historicLoadingKernel(historic: HistoricKernel, arch: string): LoadingKernel {
  return {
    name: historic.name,
    arch,
    config: { path: '', text: '', lookup: () => undefined },
    versionMagic: undefined,
    exports: {
      find(name) {
        const key = exportKey(name);
        const judged = historic.judge(key);
        // What no kernel of the history exports may be another module's.
        if (judged.state === 'absent' && historic.history.isKnown(key)) return undefined;
        const shape = judged.state === 'present' ? (judged.shape ?? '') : '';
        const namespace = shape.slice(1);
        return {
          ...{ name, crc: '0x00000000', owner: 'vmlinux', gplOnly: shape.startsWith('G') },
          ...(namespace !== '' && { namespace }),
        };
      },
    },
    isOwner: () => true,
    lacksModules: () => false,
  };
}
