import type { EnvironmentCause } from './environment-cause.ts';

export const signingFailed: EnvironmentCause = {
  id: 'signing-failed',
  symbol: 'sign-file',
  title: 'The module could not be signed',
  summary:
    'The key or the certificate is not where the signing program looks for it, or that program is not there. The module is built all the same, and Secure Boot will refuse it.',
  advice:
    'Where Secure Boot is off, this does not matter. Else look at mok_signing_key and mok_certificate in /etc/dkms/framework.conf, and let dkms make a key: `dkms generate_mok`.',
  certainty: 'likely',
  explains: [
    {
      message: /sign-file|kmodsign|SSL error|signing_key\.(?:pem|x509)|modules won't be signed|^At main\.c/i,
    },
  ],
};
