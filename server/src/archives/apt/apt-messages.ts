import type { ArchiveFault } from '../archived-kernel.ts';
import type { AptSuite } from './apt-suites.ts';

/** The suite that the archive lacks according to apt, such as `bullseye-updates`; `undefined` if there is no such message. */
export function missingRelease(text: string): string | undefined {
  return /^E: The repository '\S+ (\S+) Release' (?:does not have a|no longer has a) Release file/m.exec(
    text,
  )?.[1];
}

/**
 * Why apt failed, judging by its English output. `address` is where it looked for the suite, `keyring` what it checked the signature with.
 */
export function faultOfApt(
  text: string,
  suite: AptSuite,
  { address, keyring }: { readonly address: string; readonly keyring: string },
): ArchiveFault {
  const lines = text.split('\n').filter((line) => /^[EW]: /.test(line));
  const first = (pattern: RegExp) => lines.find((line) => pattern.test(line))?.replace(/^[EW]: /, '');
  const full = first(/No space left on device|not have enough free space|Write error/);
  if (full) return { kind: 'disk-full', message: `The disk is full: ${full}` };
  const untrusted = first(
    /NO_PUBKEY|BADSIG|EXPKEYSIG|REVKEYSIG|is not signed|not valid yet|is expired|Hash Sum mismatch|couldn't be verified/,
  );
  if (untrusted) {
    return {
      kind: 'untrusted',
      message: `The archive ${address} is not trusted for ${suite.name}, so nothing was taken from it. Its signature was checked with ${keyring}. apt says: ${untrusted}`,
    };
  }
  if (missingRelease(text) !== undefined) {
    return {
      kind: 'absent',
      message: `The archive ${address} does not have ${suite.name}. Name a mirror that has it.`,
    };
  }
  const unreachable = first(
    /Could not|Temporary failure|Unable to connect|Connection|timed out|Failed to fetch/,
  );
  if (unreachable) {
    return { kind: 'unreachable', message: `The archive ${address} can't be read. apt says: ${unreachable}` };
  }
  const last = lines.at(-1)?.replace(/^[EW]: /, '') ?? (text.trim().split('\n').at(-1) || 'nothing');
  return { kind: 'unusable', message: `The archive ${address} could not be read. apt says: ${last}` };
}

/** The progress of a download, from 0 to 1, from the last status line of apt in a text; `undefined` if there is none. */
export function downloadedPart(text: string): number | undefined {
  const last = [...text.matchAll(/^dlstatus:\d+:([\d.]+):/gm)].at(-1)?.[1];
  return last === undefined ? undefined : Math.min(1, Number(last) / 100);
}
