import type { EnvironmentCause } from './environment-cause.ts';

export const moduleNotSigned: EnvironmentCause = {
  id: 'module-not-signed',
  symbol: 'Secure Boot',
  title: 'The kernel refuses the module: its signature is not trusted',
  summary:
    'Secure Boot or a locked-down kernel takes modules only that were signed with a key that it knows, and the key that dkms signs with is not enrolled, or the module is not signed at all.',
  advice:
    'Enrol the key once: `mokutil --import /var/lib/dkms/mok.pub` (Ubuntu: `/var/lib/shim-signed/mok/MOK.der`), give a password, and confirm it at the next start (MOK management). Kernels that do not trust keys of the machine owner (no CONFIG_INTEGRITY_MACHINE_KEYRING, or built so) need Secure Boot turned off, or a key of their own.',
  certainty: 'likely',
  explains: [
    {
      message:
        /Key was rejected by service|Required key not available|is rejected$|unsigned module loading is restricted|Lockdown: |not signed with a trusted key|Loading of unsigned module|signature and\/or required key missing|Operation not permitted$/,
      tools: ['kernel'],
    },
    { message: /could not insert .*: (?:Key was rejected|Required key|Operation not permitted)/ },
  ],
};
