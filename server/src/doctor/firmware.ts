import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExaminedMachine } from './examined-machine.ts';

/** The state of Secure Boot as the firmware reports it. */
export type SecureBootState =
  | { readonly kind: 'on' | 'off' | 'no-uefi' }
  /** Secure Boot is on in the firmware, but shim is set not to verify what it starts. */
  | { readonly kind: 'off-in-shim' }
  | { readonly kind: 'unknown'; readonly reason: string };

const variables = '/sys/firmware/efi/efivars';
const globalGuid = '8be4df61-93ca-11d2-aa0d-00e098032b8c';
const shimGuid = '605dab50-e046-4300-abb6-3dd810dd8b23';

/** Reads the firmware's variables, as mokutil does; every user may read them. Source: UEFI 2.10, 3.3, and shim's MokVars.txt. */
export async function readSecureBoot(machine: ExaminedMachine): Promise<SecureBootState> {
  const isContainer = (await machine.exists('/.dockerenv')) || (await machine.exists('/run/.containerenv'));
  if (!(await machine.exists('/sys/firmware/efi'))) {
    if (isContainer || !(await machine.exists('/sys/firmware'))) {
      return { kind: 'unknown', reason: 'the firmware is not visible from here, as in a container' };
    }
    return { kind: 'no-uefi' };
  }
  const state = await readVariable(machine, `SecureBoot-${globalGuid}`);
  if (!state || state.length < 1) {
    return { kind: 'unknown', reason: `the variable SecureBoot can't be read in ${variables}` };
  }
  if (state[0] !== 1) return { kind: 'off' };
  const inShim = await readVariable(machine, `MokSBStateRT-${shimGuid}`);
  return { kind: inShim?.[0] === 1 ? 'off-in-shim' : 'on' };
}

/** The certificates that the machine's owner has enrolled, in DER; `undefined` if shim publishes no list, as without Secure Boot. */
export async function readOwnerCertificates(
  machine: ExaminedMachine,
): Promise<readonly Buffer[] | undefined> {
  const names = await readdir(machine.at(variables)).catch(() => []);
  // A list that is too long for one variable continues in MokListRT1, MokListRT2, and so on.
  const lists = names.filter((name) => /^MokListRT\d*-/.test(name) && name.endsWith(shimGuid)).sort();
  const texts = await Promise.all(lists.map((name) => readVariable(machine, name)));
  const read = texts.filter((bytes) => bytes !== undefined);
  return read.length === 0 ? undefined : read.flatMap(certificatesIn);
}

/** The variable's value, without the four bytes of attributes that efivarfs puts in front. */
async function readVariable(machine: ExaminedMachine, name: string): Promise<Buffer | undefined> {
  const bytes = await readFile(join(machine.at(variables), name)).catch(() => undefined);
  return bytes && bytes.length >= 4 ? bytes.subarray(4) : undefined;
}

/** EFI_CERT_X509_GUID, a5c059a1-94e4-4aa7-87b5-ab155c2bf072, in its binary layout. */
const x509 = Buffer.from('a159c0a5e494a74a87b5ab155c2bf072', 'hex');

/** The X.509 certificates in a list of EFI_SIGNATURE_LIST. Source: UEFI 2.10, 32.4.1. */
function certificatesIn(lists: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 28 <= lists.length; ) {
    const listSize = lists.readUInt32LE(at + 16);
    const headerSize = lists.readUInt32LE(at + 20);
    const entrySize = lists.readUInt32LE(at + 24);
    const end = at + listSize;
    if (listSize < 28 || end > lists.length) break;
    if (entrySize > 16 && lists.subarray(at, at + 16).equals(x509)) {
      // Each entry begins with the GUID of its owner.
      for (let entry = at + 28 + headerSize; entry + entrySize <= end; entry += entrySize)
        found.push(lists.subarray(entry + 16, entry + entrySize));
    }
    at = end;
  }
  return found;
}
