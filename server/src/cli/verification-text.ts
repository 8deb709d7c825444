import type { Verification } from '../workspace/verify/verification.ts';
import { styled, type Terminal } from './terminal.ts';

/** The result of the real dkms next to our own, as text. */
export function verificationText({ dkms, reason, differences }: Verification, { out }: Terminal): string {
  if (!dkms) return `  ${styled(out, 'yellow', `not compared with dkms: ${reason}`)}\n`;
  if (differences.length === 0) {
    return `  ${styled(out, 'green', 'dkms agrees')}: ${dkms.status}, exit code ${dkms.exit}\n`;
  }
  const log = dkms.log === undefined ? '' : `  log of dkms: ${dkms.log}\n`;
  return differences.map((text) => `  ${styled(out, 'red', 'dkms differs')}: ${text}\n`).join('') + log;
}

/** The same as fields of a result in the machine-readable document; `dkms` is null if it could not be run, and `reason` says why. */
export function verificationFields(verification: Verification | undefined): object {
  if (!verification) return {};
  const { dkms, reason, differences } = verification;
  if (!dkms) return { verification: { dkms: null, reason, differences } };
  const { status, exit, log } = dkms;
  const why = dkms.reason === undefined ? {} : { reason: dkms.reason };
  return { verification: { dkms: { status, exit, ...why, ...(log !== undefined && { log }) }, differences } };
}
