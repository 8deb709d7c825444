import type { Cause } from '../cause.ts';
import { exportKey, headerKey, nameKey } from '../history/history-keys.ts';
import type { KernelHistory } from '../history/kernel-history.ts';
import { inferred } from '../inference/inference-context.ts';
import type { HeaderlessContext } from './headerless-context.ts';
import { isAtLeast } from './release.ts';

/** Folders of headers that come with the kernel. */
const ofKernel =
  /^(?:linux|asm|asm-generic|uapi|net|sound|media|drm|trace|crypto|acpi|rdma|scsi|generated|video|xen|kvm|target|pcmcia|misc|soc|dt-bindings|vdso)\//;
/** Headers of the compiler and of user-space libraries, which are never part of a module. */
const ofSystem = /^(?:std\w+|gelf|libelf|openssl\/.*|string|unistd|float|limits|errno)\.h$/;

/** Whether a header is, by its name, one that comes with the source of a module. */
function isOfModule(header: string): boolean {
  return !ofKernel.test(header) && !ofSystem.test(header);
}

/** The cause where a header of the module itself is not found, because its folder is given in a variable that kbuild no longer reads. */
export function byIgnoredFlags({ shape, release, problem }: HeaderlessContext): Cause | undefined {
  if (shape.kind !== 'missing-header' || !isOfModule(shape.header)) return undefined;
  // Since Linux 6.13, kbuild works in the folder of the module, so files are named relative to that.
  const isNew = release ? isAtLeast(release, '6.15') : !problem.file.startsWith('/');
  if (!isNew) return undefined;
  return inferred({
    ...{ id: 'extra-cflags-ignored', symbol: 'EXTRA_CFLAGS', replacement: 'ccflags-y', evidence: [] },
    confidence: release ? 'likely' : 'unknown',
    summary: `The folder of ${shape.header} is most likely given with -I in EXTRA_CFLAGS, which kbuild has ignored since Linux 6.15. Use ccflags-y in the Makefile or Kbuild of the module instead, which every kernel reads.`,
  });
}

/** The cause where a header or a symbol is of no kernel, and so has to come from the module or from another one. */
export function notOfKernel({ shape, history, release }: HeaderlessContext): Cause | undefined {
  if (shape.kind === 'missing-header' && isOfModule(shape.header)) {
    return inferred({
      ...{ id: 'own-header-missing', symbol: shape.header, confidence: 'unknown', evidence: [] },
      summary: `${shape.header} is no header of the kernel: it comes with the source of the module, or with another program. Either the file is missing, as when the files of two versions are mixed or a submodule was not fetched, or its folder is not given with -I in ccflags-y.`,
    });
  }
  if (!history) return undefined;
  const read = readKernels(history);
  if (shape.kind === 'missing-header' && isOfNone(history, headerKey(shape.header))) {
    return inferred({
      ...{ id: 'header-of-no-kernel', symbol: shape.header, confidence: 'likely', evidence: [] },
      summary: `No kernel from ${read} has <${shape.header}> among the headers for modules: it comes with another module, with a patched kernel, or only with the complete source of the kernel. Add the folder that has it with -I to ccflags-y, or build against the kernel that has it.`,
    });
  }
  if (shape.kind === 'undefined-symbol' && history.isConstant(exportKey(shape.name))) {
    return inferred({
      ...{ id: 'symbol-not-configured', symbol: shape.name, confidence: 'unknown', evidence: [] },
      summary: `The kernels from ${read} export ${shape.name}, so ${release?.name ?? 'this kernel'} may be configured without the part that does, or the Module.symvers of its headers is missing or of another kernel. Look in the source of the kernel for the CONFIG_ symbol that builds the file with EXPORT_SYMBOL of it, and in the configuration of this kernel for that symbol.`,
    });
  }
  const isOwn =
    shape.kind === 'undefined-symbol' &&
    isOfNone(history, nameKey(shape.name)) &&
    isOfNone(history, exportKey(shape.name));
  if (!isOwn) return undefined;
  return inferred({
    ...{ id: 'symbol-of-no-kernel', symbol: shape.name, confidence: 'unknown', evidence: [] },
    summary: `No kernel from ${read} declares or exports ${shape.name}, so ${release?.name ?? 'this kernel'} most likely does not either. If the module defines it, the object file is missing from its list (NAME-y or NAME-objs), or a condition leaves the definition out; if another module outside of the kernel exports it, name the Module.symvers of that one in KBUILD_EXTRA_SYMBOLS.`,
  });
}

/** The first and the last version of the kernels that were read. */
function readKernels({ releases }: KernelHistory): string {
  const lineOf = (version: string | undefined) => /^\d+\.\d+/.exec(version ?? '')?.[0] ?? '';
  return `${lineOf(releases[0]?.version)} to ${lineOf(releases.at(-1)?.version)}`;
}

function isOfNone(history: KernelHistory, key: string): boolean {
  return !history.isKnown(key) && !history.isConstant(key);
}
