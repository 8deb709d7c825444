import type { EnvironmentCause } from './environment-cause.ts';

export const patchFailed: EnvironmentCause = {
  id: 'patch-failed',
  symbol: 'patch',
  title: 'A patch does not fit the source',
  summary: 'A patch of dkms.conf, or of the package, was made for another version of the source.',
  advice:
    'Update the module, or take the patch out; PATCH_MATCH[] in dkms.conf says for which kernels one is applied.',
  certainty: 'verified',
  explains: [{ message: /hunks? (?:FAILED|failed)|^Application of patch|^patch: \*{4}/ }],
};
