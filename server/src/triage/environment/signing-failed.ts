import type { EnvironmentCause } from './environment-cause.ts';

export const signingFailed: EnvironmentCause = {
  id: 'signing-failed',
  symbol: 'sign-file',
  title: 'The module could not be signed',
  summary:
    'The key or the certificate is not where the signing program looks for it, or that program is missing. The module is built all the same, but Secure Boot will reject it.',
  advice:
    'If Secure Boot is off, ignore this. Otherwise check mok_signing_key and mok_certificate in /etc/dkms/framework.conf, and let dkms make a key: `dkms generate_mok`.',
  certainty: 'likely',
  explains: [
    {
      message:
        /sign-file|kmodsign|SSL error|signing_key\.(?:pem|x509)|modules won't be signed|^Failed to sign module|^At main\.c/i,
    },
  ],
  // The message of the program gives the reason; that of dkms only says that it failed.
  before: ['dkms-build-failed'],
};
