import type { EnvironmentCause } from './environment-cause.ts';

export const signingKeyOfKernelMissing: EnvironmentCause = {
  id: 'signing-key-of-kernel-missing',
  symbol: 'certs/signing_key.pem',
  title: 'make modules_install looks for the key with which the kernel itself was signed',
  summary:
    'Whoever built the kernel keeps that key; it is not part of the headers. The module is installed without a signature, and loads unless the kernel accepts only signed modules, as with Secure Boot.',
  advice:
    'Without Secure Boot, ignore this. With it, let dkms install the module, which signs with the key of the machine, or sign it yourself: `scripts/sign-file sha256 MOK.priv MOK.der NAME.ko`.',
  certainty: 'verified',
  explains: [{ message: /certs\/signing_key\.(?:pem|x509|priv): No such file or directory/ }],
  before: ['signing-failed'],
};
