import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** A new key to sign archives with. */
export interface SigningKey {
  /** The folder of GnuPG that contains it. */
  readonly home: string;
  /** The public key as a file: `keyring` as GnuPG exports it, `armoured` as text. */
  readonly keyring: string;
  readonly armoured: string;
  /** Runs gpg with it. */
  readonly gpg: (...args: readonly string[]) => void;
}

export function makeSigningKey(folder: string): SigningKey {
  const home = join(folder, 'keys');
  mkdirSync(home, { mode: 0o700 });
  const key: SigningKey = {
    ...{ home, keyring: join(folder, 'keyring.gpg'), armoured: join(folder, 'keyring.asc') },
    gpg: (...args) => {
      execFileSync('gpg', ['--homedir', home, '--batch', '--yes', ...args], { stdio: 'pipe' });
    },
  };
  key.gpg('--passphrase', '', '--quick-generate-key', 'Tests <tests@localhost>', 'rsa2048', 'sign', 'never');
  key.gpg('--output', key.keyring, '--export');
  key.gpg('--output', key.armoured, '--armor', '--export');
  return key;
}

/** Ends the processes that GnuPG has left running for the key. */
export function forgetSigningKey({ home }: SigningKey): void {
  execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'pipe' });
}
