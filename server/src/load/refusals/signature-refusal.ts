import type { ModuleBinary } from '../../elf/module-binary.ts';
import { moduleTrust } from '../../kernels/module-trust.ts';
import type { LoadingKernel } from './loading-kernel.ts';
import type { LoadRefusal } from './refusal.ts';

/** Whether a kernel refuses a module for its signature, as far as its configuration tells: which keys it has been given is not known. */
export function signatureRefusal(
  name: string,
  { signature }: ModuleBinary,
  { name: kernel, config }: LoadingKernel,
): LoadRefusal[] {
  const { refuses, option, ownerKeys } = moduleTrust(config);
  if (refuses === 'unchecked' || refuses === 'never') return [];
  const isAlways = refuses === 'always';
  const when = isAlways ? '' : ' where UEFI Secure Boot is on';
  const refusal = (severity: LoadRefusal['severity'], message: string): LoadRefusal[] => [
    { kind: 'signature', severity, message },
  ];
  if (!signature) {
    return refusal(
      isAlways ? 'error' : 'information',
      `Kernel ${kernel} refuses modules without a signature${when} (${option}), and ${name} has none. Sign it with a key that the kernel trusts.`,
    );
  }
  const { signer } = signature;
  const key = signer === undefined ? 'its key' : `the key of "${signer}"`;
  // A key that was built into the kernel is trusted always.
  if (ownerKeys === 'none')
    return refusal(
      isAlways ? 'warning' : 'information',
      `Kernel ${kernel} trusts no keys of the machine's owner for modules. It refuses ${name}${when} (${option}) unless ${key} was built into the kernel.`,
    );
  const isEnrolled =
    ownerKeys === 'authorities'
      ? 'was enrolled (mokutil --import) with a certificate that may sign others'
      : 'was enrolled (mokutil --import)';
  const doubt =
    ownerKeys === 'platform'
      ? ' Whether it uses enrolled keys for modules depends on a patch of the distribution.'
      : '';
  return refusal(
    isAlways && ownerKeys === 'platform' ? 'warning' : 'information',
    `Kernel ${kernel} accepts ${name}${when} (${option}) only if ${key} was built into the kernel or ${isEnrolled}.${doubt}`,
  );
}
