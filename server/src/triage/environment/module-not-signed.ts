import type { EnvironmentCause } from './environment-cause.ts';

export const moduleNotSigned: EnvironmentCause = {
  id: 'module-not-signed',
  symbol: 'Secure Boot',
  title: 'The kernel rejects the module because its signature is not trusted',
  summary:
    'With Secure Boot or lockdown, the kernel loads only modules that are signed with a key it trusts. The key that dkms signs with is not enrolled, or the module is not signed at all.',
  advice:
    'Enrol the key once: run `mokutil --import /var/lib/dkms/mok.pub` (Ubuntu: `/var/lib/shim-signed/mok/MOK.der`), enter a password, and confirm it at the next boot (MOK management). A kernel that does not trust machine owner keys (CONFIG_INTEGRITY_MACHINE_KEYRING is not set, or only certificates of a CA are accepted) needs Secure Boot turned off, or a key of its own.',
  certainty: 'likely',
  explains: [
    {
      message:
        /Key was rejected by service|Required key not available|is rejected$|unsigned module loading is restricted|Lockdown: |not signed with a trusted key|Loading of unsigned module|Operation not permitted$/,
      tools: ['kernel'],
    },
    {
      message:
        /(?:could not insert .*|^Kernel module load error): (?:Key was rejected|Required key|Operation not permitted)/,
    },
  ],
};
