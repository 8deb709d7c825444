import { release } from 'node:os';
import { parseDkmsVersionRange } from '../../conf/directives/version-range.ts';
import { kernelsNamed, severalKernels } from '../../kernels/kernel-names.ts';
import type { Engine } from '../engine.ts';
import { kernelFactsOf } from '../kernels/kernel-facts.ts';
import { parseVersionText } from '../settings.ts';
import { WorkspaceSettings } from '../workspace-settings.ts';
import type { ReadingTarget } from './reading-target.ts';

/**
 * A choice from what a user typed. A kernel need not be installed: dkms takes any release, and looks for its headers in
 * /lib/modules. `wrong` is one line that says what was expected.
 */
export async function resolveReadingTarget(
  engine: Engine,
  typed: {
    readonly kernel?: string | undefined;
    readonly arch?: string | undefined;
    readonly dkmsVersion?: string | undefined;
  },
): Promise<ReadingTarget | { readonly wrong: string }> {
  const version = typed.dkmsVersion === undefined ? undefined : parseVersionText(typed.dkmsVersion);
  if (typeof version === 'string') return { wrong: version };
  const named = typed.kernel === undefined ? [] : kernelsNamed(await engine.kernels(), typed.kernel);
  if (named.length > 1) return { wrong: `--kernel ${severalKernels(typed.kernel ?? '', named)}` };
  if (named.length === 0 && typed.kernel?.includes('/'))
    return { wrong: `--kernel ${typed.kernel}: expected a release as uname -r prints it` };
  const kernel =
    typed.kernel === undefined
      ? undefined
      : await kernelFactsOf(engine, typed.kernel, version ?? engine.dkmsVersionFor(undefined), typed.arch);
  return { ...(version && { dkmsVersion: version }), ...(kernel && { kernel }) };
}

/** Sets the range of dkms versions for which files are checked, as it was typed; returns a sentence if it is not valid. */
export function applySupportedVersions(engine: Engine, typed: string): string | undefined {
  const supportedVersions = parseDkmsVersionRange(typed);
  if (typeof supportedVersions === 'string') return supportedVersions;
  engine.configure(
    new WorkspaceSettings({ ...engine.settings, ...engine.settingsFor(undefined), supportedVersions }),
  );
  return undefined;
}

/** The release for which dkms builds if none is given. */
export function runningRelease(): string {
  return release();
}
