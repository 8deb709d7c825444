declare module 'vitest' {
  interface TaskMeta {
    /** Why a test is skipped: shown at the end of `npm test`. */
    skipped?: string;
  }
}

/** The options of a test or group that is skipped if something is missing; the first non-empty text of `missing` is the reason. */
export function needs(...missing: readonly (string | false | undefined)[]) {
  const reason = missing.find((one) => typeof one === 'string' && one !== '');
  return reason ? { skip: true, meta: { skipped: reason } } : {};
}

export const noDkms = 'dkms is not installed';
export const noCorpus = 'DKMS_TOOLS_CORPUS names no folder of dkms.conf files';
export const noMounts = 'this user may not mount folders for a process of its own';
export const noClangd = 'clangd is neither in the PATH nor in DKMS_TOOLS_CLANG';
