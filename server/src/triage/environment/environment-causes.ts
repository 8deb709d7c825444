import { alreadyAdded } from './already-added.ts';
import { btfMismatch } from './btf-mismatch.ts';
import { buildExclusive } from './build-exclusive.ts';
import { builtModuleMissing } from './built-module-missing.ts';
import { cLibraryTooOld } from './c-library-too-old.ts';
import { compilerCrashed } from './compiler-crashed.ts';
import { compilerHeadersMissing } from './compiler-headers-missing.ts';
import { configureFailed } from './configure-failed.ts';
import { diskFull } from './disk-full.ts';
import { dkmsBuildFailed } from './dkms-build-failed.ts';
import { dkmsConfMissing } from './dkms-conf-missing.ts';
import { dkmsConfRejected } from './dkms-conf-rejected.ts';
import { downloadFailed } from './download-failed.ts';
import type { EnvironmentCause } from './environment-cause.ts';
import { gccPluginsOfAnotherGcc } from './gcc-plugins-of-another-gcc.ts';
import { headerNotForModules } from './header-not-for-modules.ts';
import { headersIncomplete } from './headers-incomplete.ts';
import { headersMissing } from './headers-missing.ts';
import { headersOfAnotherArchitecture } from './headers-of-another-architecture.ts';
import { hostLibraryMissing } from './host-library-missing.ts';
import { kernelBuiltByClang } from './kernel-built-by-clang.ts';
import { kernelBuiltByGcc } from './kernel-built-by-gcc.ts';
import { kernelBuiltByNewerGcc } from './kernel-built-by-newer-gcc.ts';
import { kernelOlderThanGcc } from './kernel-older-than-gcc.ts';
import { logCut } from './log-cut.ts';
import { ltoOfAnotherGcc } from './lto-of-another-gcc.ts';
import { moduleFolderMissing } from './module-folder-missing.ts';
import { moduleLicenseMissing } from './module-license-missing.ts';
import { moduleNotInstalled } from './module-not-installed.ts';
import { moduleNotSigned } from './module-not-signed.ts';
import { noMakefile } from './no-makefile.ts';
import { notRoot } from './not-root.ts';
import { objectWithoutSource } from './object-without-source.ts';
import { objtoolErrorsFatal } from './objtool-errors-fatal.ts';
import { outOfMemory } from './out-of-memory.ts';
import { patchFailed } from './patch-failed.ts';
import { programMissing } from './program-missing.ts';
import { runningKernelInMakefile } from './running-kernel-in-makefile.ts';
import { rustMetadataMissing } from './rust-metadata-missing.ts';
import { rustNotEnabled } from './rust-not-enabled.ts';
import { scriptMissing } from './script-missing.ts';
import { signingFailed } from './signing-failed.ts';
import { sourceRefuses } from './source-refuses.ts';
import { subdirsIgnored } from './subdirs-ignored.ts';
import { symbolUnknownAtLoad } from './symbol-unknown-at-load.ts';
import { symbolVersionMismatch } from './symbol-version-mismatch.ts';
import { symbolsTrimmed } from './symbols-trimmed.ts';
import { symversMissing } from './symvers-missing.ts';
import { vermagicMismatch } from './vermagic-mismatch.ts';
import { warningOptionUnknown } from './warning-option-unknown.ts';
import { windowsLineEnds } from './windows-line-ends.ts';

/** All of them; the first that fits a problem is its cause, so the particular ones stand before the general ones. */
export const environmentCauses: readonly EnvironmentCause[] = [
  diskFull,
  outOfMemory,
  compilerCrashed,
  gccPluginsOfAnotherGcc,
  kernelBuiltByClang,
  kernelBuiltByGcc,
  kernelOlderThanGcc,
  kernelBuiltByNewerGcc,
  compilerHeadersMissing,
  cLibraryTooOld,
  headersOfAnotherArchitecture,
  windowsLineEnds,
  runningKernelInMakefile,
  headersMissing,
  subdirsIgnored,
  headersIncomplete,
  moduleFolderMissing,
  noMakefile,
  configureFailed,
  downloadFailed,
  patchFailed,
  hostLibraryMissing,
  scriptMissing,
  programMissing,
  moduleNotSigned,
  signingFailed,
  vermagicMismatch,
  symversMissing,
  symbolsTrimmed,
  symbolVersionMismatch,
  symbolUnknownAtLoad,
  moduleNotInstalled,
  btfMismatch,
  rustMetadataMissing,
  rustNotEnabled,
  objtoolErrorsFatal,
  ltoOfAnotherGcc,
  buildExclusive,
  builtModuleMissing,
  dkmsBuildFailed,
  dkmsConfMissing,
  dkmsConfRejected,
  alreadyAdded,
  notRoot,
  warningOptionUnknown,
  objectWithoutSource,
  headerNotForModules,
  sourceRefuses,
  moduleLicenseMissing,
  logCut,
];
