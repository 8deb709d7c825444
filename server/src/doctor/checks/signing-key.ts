import { readFile } from 'node:fs/promises';
import { installCommandFor } from '../../kernels/distribution.ts';
import { shellWord } from '../../shell-words.ts';
import { asRoot, type Check, type Observation } from '../doctor-check.ts';
import type { ExaminedMachine } from '../examined-machine.ts';
import { readOwnerCertificates, readSecureBoot } from '../firmware.ts';

export const signingKey: Check = {
  id: 'signing-key',
  title: 'Signing key',
  async examine(machine) {
    const { kind } = await readSecureBoot(machine);
    const [isOn, isUnknown] = [kind === 'on', kind === 'unknown'];
    const where = certificatePath(machine);
    if ('unknown' in where) return [{ status: 'unknown', message: where.unknown }];
    const { path } = where;
    const certificate = await readFile(machine.at(path)).catch(
      (error: NodeJS.ErrnoException) => error.code ?? '',
    );
    if (typeof certificate === 'string') {
      if (certificate !== 'ENOENT') {
        const message = `The certificate ${path} can't be read (${certificate}), so whether it is enrolled is not known.`;
        return [{ status: 'unknown', message }];
      }
      const message = `There is no signing certificate yet (${path}); dkms 3.0.4 and later make one at the first build.`;
      return [{ status: isOn ? 'warning' : 'ok', message }];
    }
    if (!isOn && !isUnknown) {
      return [
        {
          status: 'ok',
          message: `The signing certificate is ${path}; without Secure Boot it need not be enrolled.`,
        },
      ];
    }
    const enrolled = await readOwnerCertificates(machine);
    if (!enrolled) {
      const message = `Whether ${path} is enrolled is not known: the list of enrolled keys (MokListRT) can't be read.`;
      return [{ status: 'unknown', message }, ...(await importRemedy(machine, path, 'unknown'))];
    }
    const der = asDer(certificate);
    if (enrolled.some((one) => one.equals(der))) {
      return [{ status: 'ok', message: `The signing certificate ${path} is enrolled.` }];
    }
    return importRemedy(machine, path, 'absent');
  },
};

/** The path of dkms's certificate: the one that framework.conf sets, otherwise where dkms or the distribution puts it. */
function certificatePath({
  configuration,
  distribution,
}: ExaminedMachine): { path: string } | { unknown: string } {
  const set = configuration.settings('mok_certificate');
  if (set?.kind === 'known') return { path: set.text };
  if (set)
    return {
      unknown:
        'framework.conf sets mok_certificate to a value that only running it would show, such as one for each kernel.',
    };
  return {
    path: distribution.id === 'ubuntu' ? '/var/lib/shim-signed/mok/MOK.der' : '/var/lib/dkms/mok.pub',
  };
}

/** The remedy that enrolls the certificate; the user confirms the key at the next boot. */
async function importRemedy(
  machine: ExaminedMachine,
  path: string,
  enrolment: 'absent' | 'unknown',
): Promise<readonly Observation[]> {
  const { findProgram, distribution } = machine;
  const isThere = (await findProgram('mokutil')) !== undefined;
  const tool: readonly Observation[] = isThere
    ? []
    : [
        {
          status: 'information',
          message: 'mokutil, which enrolls keys, is not installed.',
          ...asRoot(installCommandFor(distribution, { kind: 'package', name: 'mokutil' })),
        },
      ];
  if (enrolment === 'unknown') return tool;
  return [
    {
      status: 'error',
      message: `The signing certificate ${path} is not enrolled, so the kernel refuses modules that dkms signs ("Key was rejected by service"). Enroll it, and confirm it in the blue screen at the next start.`,
      remedy: { command: `mokutil --import ${shellWord(path)}`, needsRoot: true },
    },
    ...tool,
  ];
}

function asDer(certificate: Buffer): Buffer {
  const pem = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END/.exec(certificate.toString('latin1'));
  return pem?.[1] === undefined ? certificate : Buffer.from(pem[1], 'base64');
}
