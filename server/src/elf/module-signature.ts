export interface ModuleSignature {
  /** The common name of the certificate's issuer; absent if the signature does not tell. */
  readonly signer?: string;
}

/** What ends the file of a signed module. Source: scripts/sign-file.c. */
const mark = Buffer.from('~Module signature appended~\n', 'latin1');
/** The size of struct module_signature, which stands before the mark and ends with the size of the signature before it. */
const trailerSize = 12;
/** The object identifier of a common name (2.5.4.3), as DER has it. */
const commonName = Buffer.from([0x06, 0x03, 0x55, 0x04, 0x03]);

/** Who signed a module; `undefined` if nobody did. */
export function readModuleSignature(bytes: Uint8Array): ModuleSignature | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const markAt = file.length - mark.length;
  const end = markAt - trailerSize;
  if (end < 0 || !file.subarray(markAt).equals(mark)) return undefined;
  const message = file.subarray(Math.max(0, end - file.readUInt32BE(markAt - 4)), end);
  // The message names one certificate, its issuer and its serial number, and contains none.
  const at = message.indexOf(commonName);
  const length = message[at + commonName.length + 1] ?? 0;
  if (at < 0 || length >= 0x80) return {};
  const start = at + commonName.length + 2;
  return { signer: message.toString('utf8', start, start + length) };
}
