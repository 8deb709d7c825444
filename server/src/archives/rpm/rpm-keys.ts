import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveFault } from '../archived-kernel.ts';
import type { Mirror } from '../kernel-archive.ts';
import type { RpmSuite } from './rpm-suites.ts';

/** Where distributions install the keys of their packages, and which of the files there are theirs. */
const places: readonly { readonly folder: string; readonly files: (suite: RpmSuite) => RegExp }[] = [
  {
    folder: '/etc/pki/rpm-gpg',
    files: ({ distribution, release }) =>
      ({
        fedora: new RegExp(`^RPM-GPG-KEY-fedora-${release}-`),
        almalinux: /^RPM-GPG-KEY-AlmaLinux/,
        rocky: /^RPM-GPG-KEY-Rocky/,
        centos: /^RPM-GPG-KEY-centosofficial/,
        rhel: /^RPM-GPG-KEY-redhat/,
      })[distribution] ?? /^$/,
  },
  { folder: '/usr/lib/rpm/gnupg/keys', files: () => /^gpg-pubkey-.*\.asc$/ },
];

/** The key files for packages of a suite: those that the user named, or those that the distribution installed on this machine. */
export async function findRpmKeys(
  suite: RpmSuite,
  mirror: Mirror | undefined,
): Promise<readonly string[] | ArchiveFault> {
  if (mirror?.keyring !== undefined) return [mirror.keyring];
  for (const { folder, files } of places) {
    const pattern = files(suite);
    const names = (await readdir(folder).catch(() => [])).filter((name) => pattern.test(name));
    if (names.length > 0) return names.sort().map((name) => join(folder, name));
  }
  return {
    kind: 'untrusted',
    message: `The signatures of ${suite.name} can't be checked: its keys are not on this machine. Name a mirror and the file of its keys.`,
  };
}
