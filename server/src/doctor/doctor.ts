import { autoinstall } from './checks/autoinstall.ts';
import { brokenLinks } from './checks/broken-links.ts';
import { buildPrograms } from './checks/build-programs.ts';
import { diskSpace } from './checks/disk-space.ts';
import { dkmsInstalled } from './checks/dkms-installed.ts';
import { failedBuilds } from './checks/failed-builds.ts';
import { halfRemoved } from './checks/half-removed.ts';
import { kernelCompilers } from './checks/kernel-compilers.ts';
import { kernelHeaders } from './checks/kernel-headers.ts';
import { machineOwnerKeys } from './checks/machine-owner-keys.ts';
import { procMounted } from './checks/proc-mounted.ts';
import { secureBoot } from './checks/secure-boot.ts';
import { signingKey } from './checks/signing-key.ts';
import { staleEntries } from './checks/stale-entries.ts';
import type { Check, Observation } from './doctor-check.ts';
import { examineMachine, type MachineAccess, thisMachine } from './examined-machine.ts';

/** All checks, in the order in which a build needs what they examine. */
export const checks: readonly Check[] = [
  ...[dkmsInstalled, kernelHeaders, kernelCompilers, buildPrograms, procMounted, diskSpace],
  ...[secureBoot, machineOwnerKeys, signingKey],
  ...[autoinstall, failedBuilds, brokenLinks, halfRemoved, staleEntries],
];

/** The findings of one check. */
export interface Diagnosis {
  readonly id: string;
  readonly title: string;
  readonly observations: readonly Observation[];
}

/** Examines this machine, or another one that is given, as this user, without running or changing anything. */
export async function examine(surroundings: Partial<MachineAccess> = {}): Promise<readonly Diagnosis[]> {
  const machine = await examineMachine({ ...thisMachine(), ...surroundings });
  return Promise.all(
    checks.map(async (check) => ({
      ...{ id: check.id, title: check.title },
      observations: await check.examine(machine),
    })),
  );
}
