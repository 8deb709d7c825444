import type { EnvironmentCause } from './environment-cause.ts';

export const patchFailed: EnvironmentCause = {
  id: 'patch-failed',
  symbol: 'patch',
  title: 'A patch does not apply to the source',
  summary: 'A patch that dkms.conf or the package applies was made for another version of the source.',
  advice:
    'Update the module, or remove the patch; PATCH_MATCH[] in dkms.conf says for which kernels a patch is applied.',
  certainty: 'verified',
  explains: [{ message: /hunks? (?:FAILED|failed)|^Application of patch|^patch: \*{4}/ }],
};
